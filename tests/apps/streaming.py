"""Responses that are handed over piece by piece, break off, or are files."""

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
    """Three parts, with a log between them."""

    def generate() -> Iterator[str]:
        yield "one "
        log.warning("between")
        yield "two "
        yield "three"

    return Response(generate())


@app.route("/context")
def context() -> Response:
    """Streams with the request's context."""

    def generate() -> Iterator[str]:
        yield request.path

    return Response(stream_with_context(generate()))


@app.route("/breaks")
def breaks() -> Response:
    """Raises after the first part."""

    def generate() -> Iterator[str]:
        yield "one "
        raise ValueError("midway")

    return Response(generate())


@app.route("/fails")
def fails() -> Response:
    """Raises before the first part."""

    def generate() -> Iterator[str]:
        yield ""
        raise ValueError("at once")

    answer = Response(generate())
    answer.set_cookie("seen", "1")
    return answer


@app.route("/file")
def file() -> Any:
    """Sends this very file through the server's own wrapper."""
    return send_file(Path(__file__), mimetype="text/plain")


@app.route("/empty")
def empty() -> tuple[str, int]:
    """No content."""
    return "", 204


@app.route("/bytes")
def binary() -> Response:
    """Bytes that are no text."""
    return Response(b"\xff\xfe\x00", mimetype="application/octet-stream")


@app.route("/large")
def large() -> str:
    """More than is kept, with a character across the border."""
    return "a" * (16 * 1024 - 1) + "é" + "b" * 100


@app.route("/upload", methods=["POST"])
def upload() -> str:
    """Reads what was sent, in two bites."""
    first = request.stream.read(4)
    return (first + request.stream.read()).decode()


@app.route("/ignore", methods=["POST"])
def ignore() -> str:
    """Reads nothing of what was sent."""
    return "ignored"


@app.route("/form", methods=["POST"])
def form() -> str:
    """Reads a form."""
    return str(request.form["name"])
