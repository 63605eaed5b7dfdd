"""Streams that stay open until they are told to end."""

import threading
from collections.abc import Iterator

from flask import Flask, Response

app = Flask(__name__)
end = threading.Event()
streams: set[int] = set()


@app.get("/stream")
def stream() -> Response:
    """Send one line, and the end of the stream only when it is asked for."""

    def lines() -> Iterator[str]:
        streams.add(threading.get_ident())
        yield "data: open\n\n"
        end.wait()
        yield "data: end\n\n"

    return Response(lines(), mimetype="text/event-stream")


@app.get("/")
def count() -> str:
    """Return on how many threads a stream is open."""
    return str(len(streams))


@app.post("/end")
def end_all() -> str:
    """End all streams."""
    end.set()
    return "ended"
