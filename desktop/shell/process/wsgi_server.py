"""Waitress on a separate thread: ready when it is created, stopped when `close` returns."""

import logging
import socket
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# Each open event stream occupies a thread for as long as its page is open.
THREADS = 24
# An incomplete request is dropped soon, and there is room for many: no program on this machine can lock the
# window out by opening connections.
INCOMPLETE_REQUEST_SECONDS = 30
CONNECTIONS = 1000
LARGEST_BODY_BYTES = 64 * 1024 * 1024
# A server of the same host name can give a browser 180 cookies of 4 KB, which then come with every request.
LARGEST_HEADER_BYTES = 1024 * 1024

_log = logging.getLogger(__name__)


class WsgiServer:
    """Serves a WSGI callable on sockets that are already listening, so that no request is ever refused."""

    def __init__(self, app: "WSGIApplication", *listening: socket.socket, name: str) -> None:
        """Start serving, including requests that already wait in the queues of the sockets.

        `name` is the value of the Server header.
        """
        # Waitress takes 30 ms to import, which a command that does not serve need not pay.
        from waitress.server import create_server  # noqa: PLC0415 - a command that does not serve need not pay for it

        self.port: int = listening[0].getsockname()[1]
        self._map: dict[int, Any] = {}
        self._server = create_server(
            app,
            map=self._map,
            sockets=list(listening),
            threads=THREADS,
            connection_limit=CONNECTIONS,
            channel_timeout=INCOMPLETE_REQUEST_SECONDS,
            cleanup_interval=INCOMPLETE_REQUEST_SECONDS // 3,
            ident=name,
            max_request_body_size=LARGEST_BODY_BYTES,
            max_request_header_size=LARGEST_HEADER_BYTES,
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

    def _wake(self) -> None:
        """End the loop's wait; every listening socket has a trigger for it, and one is enough."""
        from waitress.trigger import trigger  # noqa: PLC0415 - a command that does not serve need not pay for it

        for dispatcher in tuple(self._map.values()):
            if isinstance(dispatcher, trigger):
                dispatcher.pull_trigger()
                return

    def close(self, timeout: float = 2.0) -> bool:
        """Stop listening and drop every connection; returns False if that takes over `timeout` seconds."""
        self._stopping.set()
        try:
            self._wake()
        except OSError:  # closed already
            return True
        self._thread.join(timeout)
        self._server.task_dispatcher.shutdown(cancel_pending=True, timeout=0.2)
        return not self._thread.is_alive()
