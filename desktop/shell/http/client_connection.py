"""One connection of a client: how long it may take, and that it is noticed when the client goes away."""

import socket
import time
from collections.abc import Mapping
from typing import Any, Final

from waitress.channel import HTTPChannel

from desktop.shell.http.bounds import PAGES, UNKNOWN, Bounds
from desktop.shell.http.request_parser import RequestParser

_IDLE: Final = "idle"
_HEAD: Final = "head"
_BODY: Final = "body"


class ClientConnection(HTTPChannel):  # type: ignore[misc]  # Waitress has no type hints
    """Reads requests one after the other, and has each answered on a thread of its pool.

    While a request waits (for an app, or for events), the connection is watched: a client that goes away is
    noticed at once, and not at the next thing that is written to it.
    """

    def __init__(
        self,
        server: Any,
        sock: socket.socket,
        addr: tuple[Any, ...],
        adj: Any,
        map: dict[int, Any],  # noqa: A002 - Waitress's name
    ) -> None:
        """`server` is the Listener that took the connection in."""
        self.known = False
        self.peer = str(addr[0])
        # The name of the pool that answers its request.
        self.pool = PAGES
        bounds: Bounds = server.bounds
        self._limits, self._knows, self._table = bounds.limits, bounds.knows, bounds.table
        # When it began to wait for a request, for the rest of its head, or for the rest of its body.
        self._waits_since = self._opened = time.monotonic()
        self._phase = _IDLE
        self._has_more = False
        self._stalled: tuple[int, float] = (0, 0.0)
        self._sent = 0
        self.parser_class = lambda adj: RequestParser(adj, self._learn)
        super().__init__(server, sock, addr, adj, map=map)

    @property
    def is_answered(self) -> bool:
        """Whether a request of it is being answered."""
        return bool(self.requests)

    @property
    def precedence(self) -> float:
        """When it was opened, or, if it is known, last used.

        An unknown one does not become newer by what it sends: one of ours that comes after it stays longer.
        """
        return self._waits_since if self.known else self._opened

    def give_way(self) -> None:
        """Close it at once."""
        self.handle_close()

    def is_overdue(self, now: float) -> bool:
        """Return whether the client has taken longer than it may; called every second."""
        if self.total_outbufs_len:
            if self._stalled[0] != self._sent or not self._stalled[1]:
                self._stalled = self._sent, now
            return now - self._stalled[1] > self._limits.stalled_seconds
        self._stalled = 0, 0.0
        if self.requests:
            self._waits_since = now
            return False
        waited = now - self._waits_since
        if self.request is None:
            most = self._limits.idle_seconds if self.known else self._limits.unknown_idle_seconds
        elif not self.request.headers_finished:
            most = self._limits.header_seconds
        else:
            extra: float = self.request.body_bytes_received / self._limits.body_bytes_per_second
            most = self._limits.body_seconds + extra
        return waited > most

    def readable(self) -> bool:
        """Return whether to read: requests, or, while one waits for its answer, the end of the connection."""
        return bool(super().readable()) or self._is_watched()

    def handle_read(self) -> None:
        """Read what has come."""
        if not self._is_watched():
            super().handle_read()
            return
        try:
            self._has_more = bool(self.socket.recv(1, socket.MSG_PEEK))
        except BlockingIOError:
            return
        except OSError:
            self._has_more = False
        if not self._has_more:
            self.handle_close()

    def received(self, data: bytes) -> bool:
        """Parse bytes, and note when the connection began to wait for what is still missing."""
        result = bool(super().received(data))
        if self.requests:
            self._begin(_IDLE)
        elif self.request is not None and self.request.headers_finished:
            if self._phase != _BODY:
                self._begin(_BODY)
        elif self.request is not None and self._phase == _IDLE:
            self._begin(_HEAD)  # once for each request, also if empty lines come before it
        return result

    def service(self) -> None:
        """Answer one request, on a thread of its pool."""
        super().service()
        self._has_more = False
        self._waits_since = time.monotonic()

    def del_channel(self, map: dict[int, Any] | None = None) -> None:  # noqa: A002 - Waitress's name
        """Forget that the connection is open (called by Waitress when it is closed)."""
        super().del_channel(map)
        if self.request is not None:
            self.request.close()  # a large body lies in a temporary file
        self._table.remove(self)

    def _flush_some(self, do_close: bool = True) -> bool:
        before = self.total_outbufs_len
        result = bool(super()._flush_some(do_close=do_close))
        self._sent += max(0, before - self.total_outbufs_len)
        return result

    def _begin(self, phase: str) -> None:
        self._phase = phase
        self._waits_since = time.monotonic()

    def _is_watched(self) -> bool:
        if not self.requests or self._has_more or self.will_close or self.close_when_flushed:
            return False
        return bool(self.connected) and self.pool not in (PAGES, UNKNOWN)

    def _learn(self, headers: Mapping[str, str]) -> bool:
        """Return whether the client is known by now."""
        self.known = self.known or self._knows(headers)
        return self.known
