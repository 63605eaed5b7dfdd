"""The websockets of exchanges, and the events that are reported of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ...recording.recorder import Exchange
    from ...recording.wsgi_call import Call

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

    def message(self, data: Any, direction: str, caller: dict[str, Any] | None = None) -> None:
        """Report a message that is there as a whole; anything but text and bytes is ignored."""
        if isinstance(data, (str, bytes, bytearray)):
            self._add(data, direction, caller, is_last=True)

    def observe(self, event: Any, direction: str, caller: dict[str, Any] | None = None) -> None:
        """Report an event of wsproto; a message only when its last part is there."""
        name = type(event).__name__
        if name in MESSAGES:
            self._add(event.data, direction, caller, is_last=event.message_finished)
        elif name in ACTS:
            facts: dict[str, Any] = {}
            if name == "CloseConnection":
                reason = event.reason if type(event.reason) is str else ""
                facts = {"code": int(event.code), "text": reason[:TEXT_LIMIT] or None}
            else:
                facts = {"size": len(event.payload)}
            self.emit(ACTS[name], direction, caller, **facts)

    def _add(
        self, data: str | bytes | bytearray, direction: str, caller: dict[str, Any] | None, *, is_last: bool
    ) -> None:
        parts = self._parts[direction]
        text: str | None = None
        if isinstance(data, str):
            kept = sum(map(len, parts))
            if kept <= TEXT_LIMIT:
                parts.append(data[: TEXT_LIMIT + 1 - kept])
            text = "".join(parts)
            self._sizes[direction] += len(data.encode("utf-8", "replace"))
        else:
            self._sizes[direction] += len(data)
        if not is_last:
            return
        size, self._sizes[direction], self._parts[direction] = self._sizes[direction], 0, []
        self.emit(
            "message",
            direction,
            caller,
            type="binary" if text is None else "text",
            text=None if text is None else text[:TEXT_LIMIT],
            size=size,
            cut=text is not None and len(text) > TEXT_LIMIT,
        )


class WatchedConnections:
    """The connections of open exchanges, by identity: those of some libraries can have no weak references."""

    def __init__(self) -> None:
        self._by_id: dict[int, tuple[Any, WatchedConnection]] = {}

    def add(self, connection: Any, exchange: Exchange) -> WatchedConnection:
        """Watch a connection until its exchange ends."""
        watched = WatchedConnection(exchange)
        self._by_id[id(connection)] = (connection, watched)
        return watched

    def find(self, connection: Any) -> WatchedConnection | None:
        """Return what is known of a connection; None if it is not watched."""
        found = self._by_id.get(id(connection))
        return found[1] if found is not None else None

    def on_close(self, call: Call) -> None:
        """Forget the connections of an exchange that has ended."""
        for key, (_connection, watched) in list(self._by_id.items()):
            if watched.exchange is call.exchange:
                self._by_id.pop(key, None)
