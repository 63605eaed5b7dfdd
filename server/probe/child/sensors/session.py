"""The session before and after a request, what changed in it, and whether the response carries it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..patching import wrap
from ..probe import fault
from ..recorder import Exchange, current
from ..snapshot import Snapshot, compare

if TYPE_CHECKING:
    from ..adapters.base import Adapter
    from ..front import Call
    from ..probe import Probe

NAME = "session"
FLASK = True


def items_of(session: Any) -> dict[str, Any]:
    """What a session holds, read so that it does not count as accessed."""
    if isinstance(session, dict):
        return {str(key): value for key, value in list(dict.items(session))}
    flags = {name: getattr(session, name, None) for name in ("accessed", "modified")}
    found = {str(key): session[key] for key in list(session)}
    for name, value in flags.items():
        if getattr(session, name, None) != value:
            setattr(session, name, value)
    return found


class Watched:
    """One app's session during one exchange."""

    def __init__(self, exchange: Exchange, app: Any, context: Any, session: Any) -> None:
        self.span = exchange.begin()
        self.app = app
        self.context = context
        self.before = Snapshot(items_of(session)) if session is not None else Snapshot({})
        self.body: dict[str, Any] | None = None

    def look(self, session: Any, response: Any) -> None:
        """Take the second snapshot; `response` is None where none was made."""
        interface = self.app.session_interface
        after = Snapshot(items_of(session))
        differences = compare(self.before, after)
        saved = response is not None and carries(response, cookie_name(interface, self.app))
        self.body = {
            "interface": type(interface).__name__,
            "available": not interface.is_null_session(session),
            "new": bool(getattr(session, "new", False)),
            "permanent": bool(after.values.get("_permanent", False)),
            "accessed": bool(getattr(session, "accessed", False)),
            "modified": bool(getattr(session, "modified", False)),
            "saved": saved,
            "before": self.before.described,
            "after": after.described,
            **differences,
            "unsaved": any(differences.values()) and not saved,
        }


def cookie_name(interface: Any, app: Any) -> str:
    """The name of the session's cookie."""
    return str(interface.get_cookie_name(app))


def carries(response: Any, name: str) -> bool:
    """Whether a response sets that cookie."""
    begin = name + "="
    return any(key.lower() == "set-cookie" and value.startswith(begin) for key, value in response.headers)


class Sessions:
    """Looks at the session when a request is dispatched and when its response was processed."""

    def __init__(self, adapter: Adapter) -> None:
        self._adapter = adapter

    def opened(self, exchange: Exchange, app: Any) -> None:
        """Remember the session as the request brought it."""
        context = self._adapter.context()
        if context is not None:
            watched = Watched(exchange, app, context, self._adapter.session(context))
            exchange.data.setdefault(NAME, []).append(watched)

    def processed(self, exchange: Exchange, response: Any) -> None:
        """Look at the session as the response leaves it."""
        context = self._adapter.context()
        for watched in exchange.data.get(NAME, ()):
            if watched.context is context:
                session = self._adapter.session(context)
                if session is not None:
                    watched.look(session, response)

    def closed(self, call: Call) -> None:
        """Report; where no response was processed, the session was saved by nobody."""
        for watched in call.exchange.data.get(NAME, ()):
            if watched.body is None:
                session = self._adapter.session(watched.context)
                if session is None:
                    continue
                watched.look(session, None)
            call.exchange.emit(NAME, watched.span, watched.body, timed=False)


def attach(probe: Probe) -> None:
    """Stand around the dispatching and the processing of the response."""
    from flask import Flask

    assert probe.adapter is not None  # noqa: S101 - attach is called with Flask only
    sessions = Sessions(probe.adapter)

    def dispatching(original: Any) -> Any:
        def full_dispatch_request(self: Any, *args: Any, **kwargs: Any) -> Any:
            exchange = current()
            if exchange is not None:
                try:
                    sessions.opened(exchange, self)
                except Exception as error:
                    fault(NAME, error)
            return original(self, *args, **kwargs)

        return full_dispatch_request

    def processing(original: Any) -> Any:
        def process_response(self: Any, *args: Any, **kwargs: Any) -> Any:
            response = original(self, *args, **kwargs)
            exchange = current()
            if exchange is not None:
                try:
                    sessions.processed(exchange, response)
                except Exception as error:
                    fault(NAME, error)
            return response

        return process_response

    wrap(Flask, "full_dispatch_request", dispatching)
    wrap(Flask, "process_response", processing)
    probe.on_close.append((NAME, sessions.closed))
