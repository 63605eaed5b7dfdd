"""One call of the guest's WSGI application."""

from __future__ import annotations

import time
from typing import Any

from .body_capture import CapturedBody, InputTee
from .recorder import Exchange


class Call:
    """One call of the guest's application, as WSGI sees it."""

    __slots__ = (
        "chunks",
        "environ",
        "exchange",
        "finished",
        "first_byte",
        "has_close",
        "headers",
        "input",
        "iterable",
        "request_body",
        "response_body",
        "response_span",
        "starts",
        "status",
        "was_closed",
        "withdrawn",
        "write_used",
    )

    def __init__(self, exchange: Exchange, environ: dict[str, Any]) -> None:
        self.exchange = exchange
        self.environ = environ
        self.request_body = CapturedBody()
        self.response_body = CapturedBody()
        self.input: InputTee | None = None
        self.status: str | None = None
        self.headers: list[tuple[str, str]] = []
        self.response_span: tuple[int, float] | None = None
        self.first_byte: float | None = None
        self.starts = 0
        self.write_used = False
        self.withdrawn: str | None = None
        self.iterable: Any = None
        self.chunks = 0
        self.has_close = False
        self.was_closed = False
        self.finished = False

    def header(self, name: str) -> str:
        """The value of a response header, or the empty string."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    def sent(self, chunk: bytes) -> None:
        """Note that the guest's application handed over this part of the response."""
        if self.first_byte is None and chunk:
            self.first_byte = time.perf_counter()
        self.response_body.add(chunk)

    def withdraw(self) -> None:
        """Take back what was announced and never sent: the server answers with an error of its own."""
        if self.first_byte is None and not self.write_used:
            self.withdrawn, self.status = self.status, None
            self.headers, self.response_span = [], None
