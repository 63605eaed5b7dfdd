"""An app that replaces, removes and closes the streams that it prints to."""

import os
import sys

from flask import Flask

app = Flask(__name__)


class BrokenStream:
    """A stream that nothing can be written to."""

    def write(self, text: str) -> int:
        """Fail."""
        raise RuntimeError("nothing can be written")

    def flush(self) -> None:
        """Fail."""
        raise RuntimeError("nothing can be written")


@app.get("/none")
def none() -> str:
    """Print without a stream."""
    sys.stdout = sys.stderr = None
    print("lost")
    return "answered"


@app.get("/closed")
def closed() -> str:
    """Close the files of the streams."""
    os.close(1)
    os.close(2)
    return "answered"


@app.get("/broken")
def broken() -> str:
    """Log to a stream that fails."""
    sys.stdout = sys.stderr = BrokenStream()
    app.logger.warning("lost")
    return "answered"


@app.get("/after")
def after() -> str:
    """Answer."""
    return "answered"
