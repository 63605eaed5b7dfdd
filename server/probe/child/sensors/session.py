"""The session before and after a request, what changed in it, and whether the response carries it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable

from ..describe.snapshot import EMPTY, compare, snapshot
from ..patch.patching import wrap
from ..recording.probe import report_fault
from ..recording.recorder import Exchange, current_exchange
from .cookie import sent_cookies
from .sensor import Sensor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..adapters.base import Adapter
    from ..recording.call import Call
    from ..recording.probe import Probe

KIND = "session"


def items_of(session: Any) -> dict[str, Any]:
    """What a session holds, read so that it does not count as accessed."""
    if isinstance(session, dict):
        if not dict.__len__(session):
            return {}
        return {str(key): value for key, value in list(dict.items(session))}
    flags = {name: getattr(session, name, None) for name in ("accessed", "modified")}
    found = {str(key): session[key] for key in list(session)}
    for name, value in flags.items():
        if getattr(session, name, None) != value:
            setattr(session, name, value)
    return found


class WatchedSession:
    """One app's session during one exchange."""

    def __init__(self, exchange: Exchange, app: Any, context: Any, session: Any) -> None:
        self.span = exchange.start_span()
        self.app = app
        self.context = context
        self.before = EMPTY if session is None else snapshot(items_of(session))
        self._facts: dict[str, Any] | None = None
        self._saved = False

    def look(self, session: Any) -> None:
        """Take the second snapshot; before Flask saves, for saving asks the session, which marks it."""
        interface = self.app.session_interface
        after = snapshot(items_of(session))
        self._facts = {
            "interface": type(interface).__name__,
            "available": not interface.is_null_session(session),
            "new": not self._brought(),
            "permanent": bool(after.values.get("_permanent", False)),
            "accessed": bool(getattr(session, "accessed", False)),
            "modified": bool(getattr(session, "modified", False)),
            "before": self.before.described,
            "after": after.described,
            **compare(self.before, after),
        }

    def _brought(self) -> bool:
        """Whether the request sent a cookie of the session's name, valid or not."""
        name = cookie_name(self.app.session_interface, self.app)
        sent = sent_cookies(str(self.context.request.environ.get("HTTP_COOKIE", "")))
        return any(one["name"] == name for one in sent["cookies"])

    def answered(self, response: Any) -> None:
        """The response is ready: does it carry the session?"""
        self._saved = carries(response, cookie_name(self.app.session_interface, self.app))

    def body(self, session: Any) -> dict[str, Any] | None:
        """The body of the event; None if there never was a session."""
        if self._facts is None and session is not None:
            self.look(session)
        if self._facts is None:
            return None
        differs = any(self._facts[name] for name in ("added", "removed", "changed", "nested"))
        return {**self._facts, "saved": self._saved, "unsaved": differs and not self._saved}


def watched_sessions(exchange: Exchange) -> Sequence[WatchedSession]:
    """Return the sessions that were opened in an exchange, one for each app that handled the request.

    The flash and token sensors use it: the first to find the messages that the session still holds, the
    second to leave out the session's own cookie.
    """
    sessions: Sequence[WatchedSession] = exchange.data.get(KIND, ())
    return sessions


def cookie_name(interface: Any, app: Any) -> str:
    """The name of the session's cookie, also where an interface of the guest's own does not tell it."""
    named = getattr(interface, "get_cookie_name", None)
    return str(app.config["SESSION_COOKIE_NAME"] if named is None else named(app))


def carries(response: Any, name: str) -> bool:
    """Whether a response sets that cookie."""
    begin = name + "="
    return any(key.lower() == "set-cookie" and value.startswith(begin) for key, value in response.headers)


class SessionSensor:
    """Looks at the session when a request is dispatched, before it is saved, and at the response."""

    def __init__(self, adapter: Adapter) -> None:
        self._adapter = adapter
        self._interfaces: set[type] = set()

    def opened(self, exchange: Exchange, app: Any) -> None:
        """Remember the session as the request brought it."""
        context = self._adapter.context()
        if context is not None:
            self._watch(type(app.session_interface))
            watched = WatchedSession(exchange, app, context, self._adapter.session(context))
            exchange.data.setdefault(KIND, []).append(watched)

    def _watch(self, interface: type) -> None:
        """Be there when an interface of this class saves; it may be the guest's own."""
        owner = next((cls for cls in interface.__mro__ if "save_session" in vars(cls)), None)
        if owner is None or owner in self._interfaces:
            return
        self._interfaces.add(owner)

        def saving(original: Any) -> Any:
            def save_session(this: Any, *args: Any, **kwargs: Any) -> Any:
                self._here(lambda watched, session: watched.look(session))
                return original(this, *args, **kwargs)

            return save_session

        wrap(owner, "save_session", saving)

    def _here(self, act: Callable[[WatchedSession, Any], None]) -> None:
        """Do something with the session of the context that is at work."""
        exchange = current_exchange()
        if exchange is None:
            return
        try:
            context = self._adapter.context()
            for watched in watched_sessions(exchange):
                session = self._adapter.session(context) if watched.context is context else None
                if session is not None:
                    act(watched, session)
        except Exception as error:
            report_fault(KIND, error)

    def processed(self, response: Any) -> None:
        """The response went through all hooks, and the session was saved if anyone saves it."""
        self._here(lambda watched, _: watched.answered(response))

    def closed(self, call: Call) -> None:
        """Report; where no response was processed, nobody saved."""
        for watched in watched_sessions(call.exchange):
            body = watched.body(self._adapter.session(watched.context))
            if body is not None:
                call.exchange.emit(KIND, watched.span, body, timed=False)


def attach(probe: Probe) -> None:
    """Stand around the dispatching and the processing of the response."""
    from flask import Flask

    assert probe.adapter is not None  # noqa: S101 - attach is called with Flask only
    sessions = SessionSensor(probe.adapter)

    def dispatching(original: Any) -> Any:
        def full_dispatch_request(self: Any, *args: Any, **kwargs: Any) -> Any:
            exchange = current_exchange()
            if exchange is not None:
                try:
                    sessions.opened(exchange, self)
                except Exception as error:
                    report_fault(KIND, error)
            return original(self, *args, **kwargs)

        return full_dispatch_request

    def processing(original: Any) -> Any:
        def process_response(self: Any, *args: Any, **kwargs: Any) -> Any:
            response = original(self, *args, **kwargs)
            sessions.processed(response)
            return response

        return process_response

    wrap(Flask, "full_dispatch_request", dispatching)
    wrap(Flask, "process_response", processing)
    probe.on_close.append((KIND, sessions.closed))


SENSOR = Sensor(KIND, attach, needs_flask=True)
