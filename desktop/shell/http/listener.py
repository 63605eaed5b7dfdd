"""The listening sockets: take in connections, close those that take too long, pick the pool of a request."""

import errno
import logging
import socket
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer
from waitress.utilities import Error

from desktop.shell.http.bounds import PAGES, UNKNOWN, Bounds
from desktop.shell.http.client_connection import ClientConnection

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_log = logging.getLogger(__name__)

_ACCEPTED_AT_ONCE: Final = 64
# How long no connection is taken in when the process may open no more files.
_PAUSE_SECONDS: Final = 0.05
_NO_MORE_FILES: Final = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)


class _BusyError(Error):  # type: ignore[misc]  # Waitress has no type hints
    code = 503
    reason = "Service Unavailable"


class Listener(TcpWSGIServer):  # type: ignore[misc]  # Waitress has no type hints
    """One listening socket."""

    channel_class = ClientConnection

    def __init__(
        self,
        app: "WSGIApplication",
        listening: socket.socket,
        *,
        bounds: Bounds,
        adj: Adjustments,
        map: dict[int, Any],  # noqa: A002 - Waitress's name
    ) -> None:
        self.bounds = bounds
        self._paused_until = 0.0
        super().__init__(
            app,
            map,
            True,
            listening,
            dispatcher=bounds.pools[PAGES],
            adj=adj,
            sockinfo=(listening.family, listening.type, listening.proto, listening.getsockname()),
            bind_socket=False,
        )

    def readable(self) -> bool:
        """Return whether to take in connections."""
        return bool(self.accepting) and time.monotonic() >= self._paused_until

    def handle_accept(self) -> None:
        """Take in the connections that wait, so many that none of ours waits behind a flood of others."""
        for _ in range(_ACCEPTED_AT_ONCE):
            try:
                accepted = self.accept()
            except OSError as error:
                self._accept_failed(error)
                return
            if accepted is None:
                return
            self._take(*accepted)

    def _take(self, client: socket.socket, address: tuple[Any, ...]) -> None:
        try:
            self.set_socket_options(client)
            connection = self.channel_class(self, client, address, self.adj, map=self._map)
        except OSError:  # the client has gone already
            client.close()
            return
        self.bounds.table.add(connection)

    def _accept_failed(self, error: OSError) -> None:
        if error.errno in _NO_MORE_FILES:
            self._paused_until = time.monotonic() + _PAUSE_SECONDS
            self.bounds.table.lacks_room = True
            _log.warning("no further connection can be opened: %s", error.strerror)
        else:
            _log.info("a connection could not be taken in: %s", error)

    def add_task(self, task: ClientConnection) -> None:
        """Have a request answered by its pool, or told with 503 that too many wait there."""
        request = task.requests[0]
        if request.error or not task.known:
            task.pool = UNKNOWN
        else:
            task.pool = self.bounds.pool_of(request.command, request.path)
        if self.bounds.pools[task.pool].offer(task):
            return
        task.pool = PAGES
        request.error = _BusyError("Too many requests wait already. Try again when some are answered.")
        if not self.bounds.pools[PAGES].offer(task):
            task.will_close = True

    def pull_trigger(self) -> None:
        """Wake the thread of the loop; do nothing if it has closed the trigger, for it has ended then."""
        with suppress(OSError):
            super().pull_trigger()

    def handle_error(self) -> None:
        """Log an error and go on listening; Waitress would close the socket."""
        _log.exception("an error of the listening socket")
