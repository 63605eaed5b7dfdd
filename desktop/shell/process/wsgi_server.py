"""Waitress on loopback, on a separate thread: ready when it is created, stopped when `close` returns."""

import logging
import socket
import sys
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

HOST = "127.0.0.1"
# Each open event stream occupies a thread for as long as its page is open.
THREADS = 24
# An incomplete request is dropped soon, and there is room for many: no program on this machine can lock the
# window out by opening connections.
INCOMPLETE_REQUEST_SECONDS = 30
CONNECTIONS = 1000
LARGEST_BODY_BYTES = 64 * 1024 * 1024

_log = logging.getLogger(__name__)


class PortTakenError(Exception):
    """Another process listens on the requested port, or it may not be used."""


def bind(port: int) -> socket.socket:
    """Return a listening loopback socket on that port, 0 for any free one; raises PortTakenError."""
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            # A port that an earlier run has just left may be reused; one with a listener may not.
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((HOST, port))
        bound.listen(256)
    except OSError as error:
        bound.close()
        raise PortTakenError(error.strerror or str(error)) from error
    return bound


class WsgiServer:
    """Serves a WSGI callable on a socket that is already listening, so that no request is ever refused."""

    def __init__(self, app: "WSGIApplication", listening: socket.socket, *, name: str) -> None:
        """Start serving, including requests that already wait in the socket's queue.

        `name` is the value of the Server header.
        """
        # Waitress takes 30 ms to import, which a command that does not serve need not pay.
        from waitress.server import create_server  # noqa: PLC0415 - a command that does not serve need not pay for it

        self.port: int = listening.getsockname()[1]
        self._map: dict[int, Any] = {}
        self._server = create_server(
            app,
            map=self._map,
            sockets=[listening],
            threads=THREADS,
            connection_limit=CONNECTIONS,
            channel_timeout=INCOMPLETE_REQUEST_SECONDS,
            cleanup_interval=INCOMPLETE_REQUEST_SECONDS // 3,
            ident=name,
            max_request_body_size=LARGEST_BODY_BYTES,
            clear_untrusted_proxy_headers=True,
        )
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="wsgi-server", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        """Loop until `close`; Waitress's own `run` would end only with the last connection."""
        from waitress import wasyncore  # noqa: PLC0415 - a command that does not serve need not pay for it
        from waitress.channel import HTTPChannel  # noqa: PLC0415 - a command that does not serve need not pay for it

        while not self._stopping.is_set():
            wasyncore.loop(timeout=1.0, map=self._map, count=1)
        for dispatcher in tuple(self._map.values()):
            try:
                # For a client this also stops the thread that is still writing to it.
                close = dispatcher.handle_close if isinstance(dispatcher, HTTPChannel) else dispatcher.close
                close()
            except OSError:
                _log.debug("a connection was already closed", exc_info=True)

    def close(self, timeout: float = 2.0) -> bool:
        """Stop listening and drop every connection; returns False if that takes over `timeout` seconds."""
        self._stopping.set()
        try:
            self._server.pull_trigger()
        except OSError:  # closed already
            return True
        self._thread.join(timeout)
        self._server.task_dispatcher.shutdown(cancel_pending=True, timeout=0.2)
        return not self._thread.is_alive()
