"""Waitress on loopback, in a thread of its own, with a readiness that is known and a stop that is final."""

import logging
import socket
import sys
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

HOST = "127.0.0.1"
# Each open event stream holds a thread for as long as its page is open.
THREADS = 24
# A request that comes by halves is given up soon, and many of them leave room for the window: no program of
# this machine keeps others out by opening connections.
HALF_REQUEST_SECONDS = 30
CONNECTIONS = 1000
LARGEST_BODY = 64 * 1024 * 1024

_log = logging.getLogger(__name__)


class PortTakenError(Exception):
    """Somebody else listens on the port that was asked for, or it may not be used."""


def bind(port: int) -> socket.socket:
    """A loopback socket on that port, 0 for any free one; PortTakenError where it is not to be had."""
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            # A port that a former run of ours just left may be used again; one that is listened on may not.
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((HOST, port))
        bound.listen(256)
    except OSError as error:
        bound.close()
        raise PortTakenError(error.strerror or str(error)) from error
    return bound


class WsgiServer:
    """A WSGI callable served on a socket that is already listening, so no request is ever refused."""

    def __init__(self, app: "WSGIApplication", listening: socket.socket) -> None:
        """Serve from now on; requests that came before wait in the socket's queue."""
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
            channel_timeout=HALF_REQUEST_SECONDS,
            cleanup_interval=HALF_REQUEST_SECONDS // 3,
            ident="Fumehood",
            max_request_body_size=LARGEST_BODY,
            clear_untrusted_proxy_headers=True,
        )
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="fumehood-server", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        """Waitress's own `run` ends only when the last client has gone; this loop ends when it is told."""
        from waitress import wasyncore  # noqa: PLC0415 - a command that does not serve need not pay for it
        from waitress.channel import HTTPChannel  # noqa: PLC0415 - a command that does not serve need not pay for it

        while not self._stopping.is_set():
            wasyncore.loop(timeout=1.0, map=self._map, count=1)
        for dispatcher in tuple(self._map.values()):
            try:
                # For a client this also tells the thread that still writes to it that nobody listens.
                end = dispatcher.handle_close if isinstance(dispatcher, HTTPChannel) else dispatcher.close
                end()
            except OSError:
                _log.debug("a connection was already closed", exc_info=True)

    def close(self, timeout: float = 2.0) -> bool:
        """Stop listening, drop every connection, end the loop; False where `timeout` seconds were too few."""
        self._stopping.set()
        try:
            self._server.pull_trigger()
        except OSError:  # closed already
            return True
        self._thread.join(timeout)
        self._server.task_dispatcher.shutdown(cancel_pending=True, timeout=0.2)
        return not self._thread.is_alive()
