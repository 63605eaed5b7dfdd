"""A WSGI application without a framework: each legal way to answer."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from typing import Any

log = logging.getLogger("wsgi_app")


class Closing:
    """An iterable with a `close` method."""

    def __init__(self, parts: list[bytes]) -> None:
        self._parts = iter(parts)

    def __iter__(self) -> Iterator[bytes]:
        return self._parts

    def close(self) -> None:
        """Log that it was called."""
        log.warning("closed")


def generator(environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
    """Call start_response when the server asks for the first chunk, and read the input even later."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    yield b"read: "
    yield environ["wsgi.input"].read()


def cookie(path: str, name: str) -> list[tuple[str, str]]:
    """Return the header of a cookie if the path asks for one."""
    return [("Set-Cookie", f"{name}=1")] if path.endswith("-cookie") else []


def app(environ: dict[str, Any], start_response: Any) -> Any:  # noqa: PLR0911 - one return a path
    """Answer as the path says."""
    path = environ["PATH_INFO"]
    if path == "/generator":
        return generator(environ, start_response)
    if path == "/raise":
        raise LookupError("nothing here")
    if path == "/lines":
        lines = list(environ["wsgi.input"])
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"%d lines" % len(lines)]
    if path == "/again":
        stream = environ["wsgi.input"]
        stream.read(3)
        stream.seek(0)
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [stream.read()]
    if path == "/write":
        write = start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "11")])
        write(b"written ")
        return [b"too"[:3]]
    if path.startswith("/replace"):
        start_response("200 OK", [("X-First", "1"), *cookie(path, "first")])
        try:
            raise ValueError("changed my mind")
        except ValueError:
            start_response("500 Oh No", [("X-Second", "2"), *cookie(path, "second")], sys.exc_info())
        return [b"replaced"]
    if path == "/close":
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
        return Closing([b"o", b"k"])
    start_response("200 OK", [("Content-Type", "text/plain"), ("Set-Cookie", "seen=1; Path=/; HttpOnly")])
    return [b"plain"]
