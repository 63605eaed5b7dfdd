"""Connections of wsproto: simple-websocket, and so Flask-Sock and Flask-SocketIO, reads and writes with it.

What arrives is read on a thread of the library, so the exchange is that in which the connection was opened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...describe.code_ownership import ownership
from ...patch.import_hooks import when_imported
from ...patch.patching import wrap_method
from ...recording.recorder import current_exchange
from .watched_connection import IN, KIND, OUT, WatchedConnection, WatchedConnections

if TYPE_CHECKING:
    from types import ModuleType

    from ...recording.probe import Probe


def handshake_of(data: bytes) -> tuple[str, list[tuple[str, str]]]:
    """Return status and headers of an HTTP response."""
    lines = data.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines[1:])
    status = lines[0].partition(" ")[2].strip()
    return status, [(name.strip().title(), value.strip()) for name, _, value in pairs]


class WsprotoConnections:
    """Observes the connections that are opened while a request is answered."""

    def __init__(self, probe: Probe, connections: WatchedConnections) -> None:
        self._probe = probe
        self._connections = connections

    def wrap_init(self, original: Any) -> Any:
        """Wrap `WSConnection.__init__`: the server's side of a connection is watched."""

        def init(connection: Any, *args: Any, **kwargs: Any) -> None:
            original(connection, *args, **kwargs)
            exchange = current_exchange()
            if exchange is not None and not connection.client:
                self._connections.add(connection, exchange)

        return init

    def wrap_send(self, original: Any) -> Any:
        """Wrap `WSConnection.send`, which returns the bytes to be sent for an event."""

        def send(connection: Any, event: Any, *args: Any, **kwargs: Any) -> Any:
            data = original(connection, event, *args, **kwargs)
            watched = self._connections.find(connection)
            if watched is not None:
                try:
                    self._sent(watched, event, data)
                except Exception as error:
                    watched.exchange.report_fault(KIND, error)
            return data

        return send

    def _sent(self, watched: WatchedConnection, event: Any, data: bytes) -> None:
        if type(event).__name__ != "AcceptConnection":
            watched.observe(event, OUT, ownership.caller(3))
            return
        protocol = event.subprotocol
        watched.emit("opened", OUT, protocol=protocol if type(protocol) is str else None)
        call = watched.exchange.data.get(KIND)
        if call is not None:
            status, headers = handshake_of(data)
            call.upgrade(status, headers)
            self._probe.notify(self._probe.on_response_start, call)

    def wrap_events(self, original: Any) -> Any:
        """Wrap `WSConnection.events`, which yields what has arrived."""

        def events(connection: Any) -> Any:
            watched = self._connections.find(connection)
            for event in original(connection):
                if watched is not None:
                    try:
                        watched.observe(event, IN)
                    except Exception as error:
                        watched.exchange.report_fault(KIND, error)
                yield event

        return events

    def attach(self) -> None:
        """Wrap the methods once the guest has imported wsproto."""

        def wrap_connection(module: ModuleType) -> None:
            owner = module.WSConnection
            wrap_method(owner, "__init__", self.wrap_init)
            wrap_method(owner, "send", self.wrap_send)
            wrap_method(owner, "events", self.wrap_events)

        when_imported(KIND, "wsproto", wrap_connection)
