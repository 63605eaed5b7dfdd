"""An app that only a program has: it is made below `if __name__ == "__main__"`."""

import sys
from typing import Any

from flask import Flask


def make() -> Flask:
    """Return an app that says how it was started."""
    app = Flask(__name__)

    @app.get("/")
    def index() -> dict[str, Any]:
        return {"name": __name__, "file": __file__, "arguments": sys.argv, "path": sys.path[0]}

    return app


if __name__ == "__main__":
    make().run(port=1, debug=True)
