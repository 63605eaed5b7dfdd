"""gevent's own server, for a guest that gevent has patched: each request runs on a greenlet.

With gevent-websocket installed its handler is used, as Flask-SocketIO's `run` does.
"""

from __future__ import annotations

import sys
from importlib import metadata
from typing import Any, Callable

from ..failure import GuestStartError, last_line
from .wake_up import WakeUp


def has_patched() -> bool:
    """Return whether gevent has replaced the sockets of this process."""
    monkey = sys.modules.get("gevent.monkey")
    return monkey is not None and bool(monkey.is_module_patched("socket"))


class GeventServer:
    """A server of gevent on 127.0.0.1 that can be stopped from another thread; port 0 is any free one."""

    def __init__(self, app: Callable[..., Any], port: int = 0) -> None:
        from gevent.pywsgi import WSGIServer

        self.label = f"gevent {metadata.version('gevent')}"
        options = {} if (handler := websocket_handler()) is None else {"handler_class": handler}
        self._server = WSGIServer(("127.0.0.1", port), app, log=None, **options)
        try:
            self._server.start()
        except OSError as error:
            raise GuestStartError("port", last_line(error), error) from error
        self._wake_up = WakeUp()

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._server.server_port)

    def run(self) -> None:
        """Serve until `stop` is called."""
        from gevent.socket import wait_read

        wait_read(self._wake_up.reader)

    def stop(self) -> None:
        """Make `run` return soon; may be called from any thread."""
        self._wake_up.send()


def websocket_handler() -> Any:
    """Return the handler of gevent-websocket; None if the guest does not have it."""
    try:
        from geventwebsocket.handler import WebSocketHandler
    except ImportError:
        return None
    return WebSocketHandler
