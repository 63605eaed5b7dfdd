"""One call of the guest's WSGI application."""

from __future__ import annotations

from typing import Any

from .body_capture import CapturedBody, InputTee, size_of
from .clock import clock
from .recorder import Exchange


class Call:
    """One call of the guest's application, as seen through WSGI."""

    __slots__ = (
        "chunks",
        "environ",
        "exchange",
        "exhausted",
        "finished",
        "first_byte_at",
        "has_close",
        "headers",
        "input",
        "iterable",
        "last_byte_at",
        "longest_pause",
        "request_body",
        "response_body",
        "response_span",
        "start_response_calls",
        "status",
        "upgraded",
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
        self.first_byte_at: float | None = None
        self.last_byte_at = 0.0
        # The longest time between two parts of the body, in seconds.
        self.longest_pause = 0.0
        # Whether the iterable has said that there is nothing more in it.
        self.exhausted = False
        self.start_response_calls = 0
        self.write_used = False
        self.withdrawn: str | None = None
        # Whether the connection has become a websocket: what the application returns afterwards is not sent.
        self.upgraded = False
        self.iterable: Any = None
        self.chunks = 0
        self.has_close = False
        self.was_closed = False
        self.finished = False

    def environ_text(self, name: str) -> str:
        """Return a text of the environ, which the guest may have changed; the empty string for others."""
        value = self.environ.get(name)
        return value if type(value) is str else ""

    def header(self, name: str) -> str:
        """Return the value of a response header; the empty string if it is not set."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    def add_chunk(self, chunk: bytes) -> None:
        """Record a part of the response that the guest's application handed over."""
        if size_of(chunk):
            now = clock.monotonic()
            if self.first_byte_at is None:
                self.first_byte_at = now
            elif now - self.last_byte_at > self.longest_pause:
                self.longest_pause = now - self.last_byte_at
            self.last_byte_at = now
        self.response_body.add(chunk)

    def upgrade(self, status: str, headers: list[tuple[str, str]]) -> None:
        """Record the response that turned the connection into a websocket; it was sent outside of WSGI."""
        self.upgraded = True
        self.status, self.headers = status, headers
        self.response_span = self.exchange.start_span()
        self.first_byte_at = clock.monotonic()

    def withdraw(self) -> None:
        """Discard a response of which nothing was sent: the server answers with its own error page."""
        if self.first_byte_at is None and not self.write_used:
            self.withdrawn, self.status = self.status, None
            self.headers, self.response_span = [], None
