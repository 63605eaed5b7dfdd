"""Responses that are sent chunk by chunk, break off, or are files."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Flask, Response, request, send_file, stream_with_context

app = Flask(__name__)
log = logging.getLogger("streaming.parts")


@app.route("/parts")
def parts() -> Response:
    """Stream three chunks, and log between them."""

    def generate() -> Iterator[str]:
        yield "one "
        log.warning("between")
        yield "two "
        yield "three"

    return Response(generate())


@app.route("/context")
def context() -> Response:
    """Stream with the request's context."""

    def generate() -> Iterator[str]:
        yield request.path

    return Response(stream_with_context(generate()))


@app.route("/breaks")
def breaks() -> Response:
    """Raise after the first chunk."""

    def generate() -> Iterator[str]:
        yield "one "
        raise ValueError("midway")

    return Response(generate())


@app.route("/fails")
def fails() -> Response:
    """Raise before the first byte."""

    def generate() -> Iterator[str]:
        yield ""
        raise ValueError("at once")

    answer = Response(generate())
    answer.set_cookie("seen", "1")
    return answer


@app.post("/endless")
def endless() -> Response:
    """Send more than any client reads; it is no GET, for the tests ask for everything that is one."""

    def generate() -> Iterator[bytes]:
        for _ in range(100_000):
            yield b"x" * 65_536

    return Response(generate())


@app.route("/nothing")
def nothing() -> Response:
    """Stream nothing at all."""
    return Response(iter(()))


class BadClose:
    """A body whose `close` fails."""

    def __iter__(self) -> Iterator[bytes]:
        return iter([b"one"])

    def close(self) -> None:
        """Raise an exception."""
        raise ValueError("not closed")


@app.route("/bad-close")
def bad_close() -> Response:
    """Stream a body that cannot be closed."""
    return Response(BadClose())


@app.route("/file")
def file() -> Any:
    """Send this file through the server's own wrapper."""
    return send_file(Path(__file__), mimetype="text/plain")


@app.route("/empty")
def empty() -> tuple[str, int]:
    """Answer without content."""
    return "", 204


@app.route("/bytes")
def binary() -> Response:
    """Send bytes that are not text."""
    return Response(b"\xff\xfe\x00", mimetype="application/octet-stream")


@app.route("/large")
def large() -> str:
    """Send more than is captured, with a character across the limit."""
    return "a" * (16 * 1024 - 1) + "é" + "b" * 100


@app.route("/upload", methods=["POST"])
def upload() -> str:
    """Read the input in two parts."""
    first = request.stream.read(4)
    return (first + request.stream.read()).decode()


@app.route("/ignore", methods=["POST"])
def ignore() -> str:
    """Leave the input unread."""
    return "ignored"


@app.route("/form", methods=["POST"])
def form() -> str:
    """Read a form."""
    return str(request.form["name"])
