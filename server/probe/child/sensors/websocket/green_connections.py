"""Connections of eventlet's own websockets and of gevent-websocket: their opening and each whole message.

Both libraries read when the guest asks them to, and answer pings and closes by themselves, unseen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable

from ...describe.code_ownership import ownership
from ...patch.import_hooks import when_imported
from ...patch.patching import wrap_method
from ...recording.recorder import current_exchange
from .watched_connection import IN, KIND, OUT, WatchedConnections

if TYPE_CHECKING:
    from types import ModuleType

    from ...recording.wsgi_call import Call

GEVENT_KEY = "wsgi.websocket"
GEVENT_PACKAGE = "geventwebsocket"


class GreenConnections:
    """Observes the connections that are opened for a request."""

    def __init__(self, connections: WatchedConnections) -> None:
        self._connections = connections

    def on_request(self, call: Call) -> None:
        """Watch a connection that gevent-websocket has opened before it called the application."""
        connection = call.environ.get(GEVENT_KEY)
        if type(connection).__module__.partition(".")[0] == GEVENT_PACKAGE:
            self._connections.add(connection, call.exchange).emit("opened", OUT)

    def wrap_init(self, original: Any) -> Any:
        """Wrap `WebSocket.__init__` of eventlet; a connection of a client has no request."""

        def init(connection: Any, sock: Any, environ: Any, *args: Any, **kwargs: Any) -> None:
            original(connection, sock, environ, *args, **kwargs)
            exchange = current_exchange()
            if exchange is not None and environ.get("HTTP_UPGRADE"):
                self._connections.add(connection, exchange).emit("opened", OUT)

        return init

    def wrap_send(self, original: Any) -> Any:
        """Wrap a method that sends a message."""

        def send(connection: Any, message: Any, *args: Any, **kwargs: Any) -> Any:
            result = original(connection, message, *args, **kwargs)
            if not kwargs.get("control_code"):  # with which eventlet sends a pong or a close
                self._report(connection, message, OUT, ownership.caller(2))
            return result

        return send

    def wrap_receive(self, original: Any) -> Any:
        """Wrap a method that returns the next message, or None at the end."""

        def receive(connection: Any, *args: Any, **kwargs: Any) -> Any:
            message = original(connection, *args, **kwargs)
            self._report(connection, message, IN)
            return message

        return receive

    def _report(
        self, connection: Any, message: Any, direction: str, caller: dict[str, Any] | None = None
    ) -> None:
        watched = self._connections.find(connection)
        if watched is not None:
            try:
                watched.message(message, direction, caller)
            except Exception as error:
                watched.exchange.report_fault(KIND, error)

    def attach(self) -> None:
        """Wrap the methods once the guest has imported one of the libraries."""

        def wrap_eventlet(module: ModuleType) -> None:
            wrap_method(module.WebSocket, "__init__", self.wrap_init)
            for owner in (module.WebSocket, module.RFC6455WebSocket):
                self._wrap(owner, send=self.wrap_send, wait=self.wrap_receive)

        def wrap_gevent(module: ModuleType) -> None:
            self._wrap(module.WebSocket, send=self.wrap_send, receive=self.wrap_receive)

        when_imported(KIND, "eventlet.websocket", wrap_eventlet)
        when_imported(KIND, f"{GEVENT_PACKAGE}.websocket", wrap_gevent)

    @staticmethod
    def _wrap(owner: type, **wrappers: Callable[[Any], Any]) -> None:
        for name, make_wrapper in wrappers.items():
            if name in vars(owner):
                wrap_method(owner, name, make_wrapper)
