"""A page beside streams that send a line twice a second, until their client leaves."""

import time
from collections.abc import Iterator

from flask import Flask, Response

app = Flask(__name__)
PAUSE_SECONDS = 0.5


@app.get("/")
def page() -> str:
    """Answer at once."""
    return "hello"


@app.get("/stream")
def stream() -> Response:
    """Send a line twice a second."""

    def lines() -> Iterator[str]:
        while True:
            yield "data: tick\n\n"
            time.sleep(PAUSE_SECONDS)

    return Response(lines(), mimetype="text/event-stream")
