"""The sensor of websockets: their opening, each message with its direction, pings and the close.

It observes wsproto, with which simple-websocket, and so Flask-Sock and Flask-SocketIO, reads and writes. What
arrives is read on a thread of the library, so the exchange is that in which the connection was opened.
"""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any

from ..describe.code_ownership import ownership
from ..patch.import_hooks import when_imported
from ..patch.patching import wrap_method
from ..recording.recorder import Exchange, current_exchange
from .sensor import Library, Sensor

if TYPE_CHECKING:
    from types import ModuleType

    from ..recording.probe import Probe
    from ..recording.wsgi_call import Call

KIND = "websocket"

TEXT_LIMIT = 2_000
IN = "in"
OUT = "out"
MESSAGES = ("Message", "TextMessage", "BytesMessage")
ACTS = {"Ping": "ping", "Pong": "pong", "CloseConnection": "closed"}


class WatchedConnection:
    """A websocket of an exchange, with the message of each direction that has arrived in part."""

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange
        self._parts: dict[str, list[Any]] = {IN: [], OUT: []}
        self._sizes = {IN: 0, OUT: 0}

    def emit(self, act: str, direction: str, caller: dict[str, Any] | None = None, **facts: Any) -> None:
        """Report one thing that happened on the connection."""
        nothing = {"type": None, "text": None, "size": 0, "cut": False, "code": None, "protocol": None}
        body: dict[str, Any] = {"act": act, "direction": direction, **nothing, **facts}
        self.exchange.emit(KIND, self.exchange.start_span(), body, timed=False, caller=caller)

    def observe(self, event: Any, direction: str, caller: dict[str, Any] | None = None) -> None:
        """Report an event of wsproto; a message only when its last part is there."""
        name = type(event).__name__
        if name in MESSAGES:
            self._add(event, "text" if isinstance(event.data, str) else "binary", direction, caller)
        elif name in ACTS:
            facts: dict[str, Any] = {}
            if name == "CloseConnection":
                reason = event.reason if type(event.reason) is str else ""
                facts = {"code": int(event.code), "text": reason[:TEXT_LIMIT] or None}
            else:
                facts = {"size": len(event.payload)}
            self.emit(ACTS[name], direction, caller, **facts)

    def _add(self, event: Any, form: str, direction: str, caller: dict[str, Any] | None) -> None:
        parts, kept = self._parts[direction], sum(map(len, self._parts[direction]))
        data = event.data
        self._sizes[direction] += len(data.encode("utf-8", "replace")) if form == "text" else len(data)
        if form == "text" and kept <= TEXT_LIMIT:
            parts.append(data[: TEXT_LIMIT + 1 - kept])
        if not event.message_finished:
            return
        text = "".join(parts) if form == "text" else None
        size, self._sizes[direction], self._parts[direction] = self._sizes[direction], 0, []
        self.emit(
            "message",
            direction,
            caller,
            type=form,
            text=None if text is None else text[:TEXT_LIMIT],
            size=size,
            cut=text is not None and len(text) > TEXT_LIMIT,
        )


def handshake_of(data: bytes) -> tuple[str, list[tuple[str, str]]]:
    """Return status and headers of an HTTP response."""
    lines = data.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines[1:])
    status = lines[0].partition(" ")[2].strip()
    return status, [(name.strip().title(), value.strip()) for name, _, value in pairs]


class WebsocketSensor:
    """Observes the connections of wsproto that are opened while a request is answered."""

    def __init__(self, probe: Probe) -> None:
        self._probe = probe
        self._connections: weakref.WeakKeyDictionary[Any, WatchedConnection] = weakref.WeakKeyDictionary()

    def on_request(self, call: Call) -> None:
        """Remember the call of a request that asks for a websocket."""
        if str(call.environ.get("HTTP_UPGRADE", "")).lower() == "websocket":
            call.exchange.data[KIND] = call

    def wrap_init(self, original: Any) -> Any:
        """Wrap `WSConnection.__init__`: the server's side of a connection is watched."""

        def init(connection: Any, *args: Any, **kwargs: Any) -> None:
            original(connection, *args, **kwargs)
            exchange = current_exchange()
            if exchange is not None and not connection.client:
                self._connections[connection] = WatchedConnection(exchange)

        return init

    def wrap_send(self, original: Any) -> Any:
        """Wrap `WSConnection.send`, which returns the bytes to be sent for an event."""

        def send(connection: Any, event: Any, *args: Any, **kwargs: Any) -> Any:
            data = original(connection, event, *args, **kwargs)
            watched = self._connections.get(connection)
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
            watched = self._connections.get(connection)
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
        self._probe.on_request.append((KIND, self.on_request))


def attach(probe: Probe) -> None:
    """Watch the connections of wsproto."""
    WebsocketSensor(probe).attach()


SENSOR = Sensor(KIND, attach, libraries=(Library("wsproto", "simple-websocket"),))
