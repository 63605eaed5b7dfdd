"""The sensor of sessions: a session before and after a request, and whether the response saves it."""

from __future__ import annotations

from types import FunctionType
from typing import TYPE_CHECKING, Any, Callable

from ..describe.describe import text_of
from ..describe.snapshot import EMPTY, compare, snapshot
from ..describe.static_access import (
    bases_of,
    has_base,
    is_a,
    own_attribute,
    stored,
    text_or_none,
    truth_of,
    type_name,
)
from ..patch.patching import wrap
from ..patch.watched_methods import watch_method
from ..recording.probe import report_fault
from ..recording.recorder import Exchange, current_exchange
from .cookie import parse_cookie_header
from .sensor import Sensor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..adapters.base import Adapter
    from ..recording.probe import Probe
    from ..recording.wsgi_call import Call

KIND = "session"


RESPONSE = 2
"""The position of the response in the arguments of `save_session`, after `self`."""
STORES = ("data", "_data")
"""Where a session that is no dict may keep its items."""


def items_of(session: Any) -> dict[str, Any]:
    """Return the items of a session, read without marking it accessed and without calling its methods."""
    items = session if is_a(session, dict) else None
    for name in STORES if items is None else ():
        kept = stored(session, name)
        items = kept if items is None and is_a(kept, dict) else items
    if items is None or not dict.__len__(items):
        return {}
    return {name_of_key(key): value for key, value in list(dict.items(items))}


def name_of_key(key: Any) -> str:
    """Return a key of a session as text."""
    text = text_or_none(key)
    return text_of(key) if text is None else text


class WatchedSession:
    """The session of one app during one exchange."""

    def __init__(self, exchange: Exchange, app: Any, context: Any, session: Any) -> None:
        self.span = exchange.start_span()
        self.app = app
        self.context = context
        self.before = EMPTY if session is None else snapshot(items_of(session))
        self._facts: dict[str, Any] | None = None
        self._saved = False

    def take_after_snapshot(self, session: Any) -> None:
        """Take the second snapshot, before Flask saves: saving itself marks the session accessed."""
        interface = stored(self.app, "session_interface")
        after = snapshot(items_of(session))
        self._facts = {
            "interface": type_name(interface),
            "available": session is not None and not has_base(session, "flask.sessions", "NullSession"),
            "new": not self._had_cookie(),
            "permanent": truth_of(after.values.get("_permanent", False)) is True,
            "accessed": truth_of(stored(session, "accessed", False)) is True,
            "modified": truth_of(stored(session, "modified", False)) is True,
            "before": self.before.described,
            "after": after.described,
            **compare(self.before, after),
        }

    def _had_cookie(self) -> bool:
        """Return whether the request sent a cookie of the session's name, valid or not."""
        name = cookie_name(self.app)
        # Flask 3.2 has the request behind a property, in `_request`.
        request = stored(self.context, "_request") or stored(self.context, "request")
        environ = stored(request, "environ")
        header = dict.get(environ, "HTTP_COOKIE") if is_a(environ, dict) else None
        parsed = parse_cookie_header(text_or_none(header) or "")
        return any(cookie["name"] == name for cookie in parsed["cookies"])

    def check_saved(self, response: Any) -> None:
        """Note whether the finished response carries the session."""
        self._saved = self._saved or sets_cookie(response, cookie_name(self.app))

    def note_cookies(self, before: list[str], response: Any) -> None:
        """Note whether the interface has added a cookie of any name to the response."""
        self._saved = self._saved or len(set_cookies(response)) > len(before)

    def body(self, session: Any) -> dict[str, Any] | None:
        """Return the body of the event; None if there never was a session."""
        if self._facts is None and session is not None:
            self.take_after_snapshot(session)
        if self._facts is None:
            return None
        differs = any(self._facts[name] for name in ("added", "removed", "changed", "nested"))
        return {**self._facts, "saved": self._saved, "unsaved": differs and not self._saved}


def watched_sessions(exchange: Exchange) -> Sequence[WatchedSession]:
    """Return the sessions that were opened in an exchange, one for each app that handled the request.

    The flash sensor finds the messages that are still waiting in them; the token sensor asks for the name of
    their cookie.
    """
    sessions: Sequence[WatchedSession] = exchange.data.get(KIND, ())
    return sessions


def cookie_name(app: Any) -> str:
    """Return the name of the session's cookie that an app is configured with."""
    config = stored(app, "config")
    name = dict.get(config, "SESSION_COOKIE_NAME") if is_a(config, dict) else None
    return text_or_none(name) or "session"


def set_cookies(response: Any) -> list[str]:
    """Return the Set-Cookie headers of a response."""
    pairs = stored(stored(response, "headers"), "_list")
    return [value for key, value in pairs if key.lower() == "set-cookie"] if type(pairs) is list else []


def sets_cookie(response: Any, name: str) -> bool:
    """Return whether a response sets that cookie."""
    return any(value.startswith(name + "=") for value in set_cookies(response))


class SessionSensor:
    """Takes snapshots of the session at dispatch and before it is saved, and inspects the response."""

    def __init__(self, adapter: Adapter) -> None:
        self._adapter = adapter
        self._interfaces: dict[int, type] = {}

    def record_session(self, exchange: Exchange, app: Any) -> None:
        """Record the session as it is when the request is dispatched."""
        context = self._adapter.context()
        if context is not None:
            self._watch_interface(type(stored(app, "session_interface")))
            watched = WatchedSession(exchange, app, context, self._adapter.session(context))
            exchange.data.setdefault(KIND, []).append(watched)

    def _watch_interface(self, interface: type) -> None:
        """Wrap `save_session` of an interface class, which may be the guest's own."""
        bases = (cls for cls in bases_of(interface) if own_attribute(cls, "save_session") is not None)
        owner = next(bases, None)
        if owner is None or id(owner) in self._interfaces:
            return
        self._interfaces[id(owner)] = owner
        if type(own_attribute(owner, "save_session")) is not FunctionType:
            return

        def wrap_save_session(original: Any) -> Any:
            def save_session(interface_self: Any, *args: Any, **kwargs: Any) -> Any:
                self._with_session(lambda watched, session: watched.take_after_snapshot(session))
                response = args[RESPONSE] if len(args) > RESPONSE else kwargs.get("response")
                before = set_cookies(response)
                result = original(interface_self, *args, **kwargs)
                self._with_session(lambda watched, _: watched.note_cookies(before, response))
                return result

            return save_session

        wrap(owner, "save_session", wrap_save_session)

    def _with_session(self, action: Callable[[WatchedSession, Any], None]) -> None:
        """Apply an action to the session of the current context."""
        exchange = current_exchange()
        if exchange is None:
            return
        try:
            context = self._adapter.context()
            for watched in watched_sessions(exchange):
                session = self._adapter.session(context) if watched.context is context else None
                if session is not None:
                    action(watched, session)
        except Exception as error:
            report_fault(KIND, error)

    def on_response(self, response: Any) -> None:
        """Inspect the response after all hooks ran and the session was saved."""
        self._with_session(lambda watched, _: watched.check_saved(response))

    def on_close(self, call: Call) -> None:
        """Report the sessions; without a processed response none was saved."""
        for watched in watched_sessions(call.exchange):
            body = watched.body(self._adapter.session(watched.context))
            if body is not None:
                call.exchange.emit(KIND, watched.span, body, timed=False)


def attach(probe: Probe) -> None:
    """Wrap the dispatch of a request and the processing of its response."""
    assert probe.adapter is not None  # noqa: S101 - attach is called with Flask only
    sensor = SessionSensor(probe.adapter)

    def wrap_full_dispatch_request(original: Any) -> Any:
        def full_dispatch_request(self: Any, *args: Any, **kwargs: Any) -> Any:
            exchange = current_exchange()
            if exchange is not None:
                try:
                    sensor.record_session(exchange, self)
                except Exception as error:
                    report_fault(KIND, error)
            return original(self, *args, **kwargs)

        return full_dispatch_request

    def wrap_process_response(original: Any) -> Any:
        def process_response(self: Any, *args: Any, **kwargs: Any) -> Any:
            response = original(self, *args, **kwargs)
            sensor.on_response(response)
            return response

        return process_response

    watch_method("full_dispatch_request", wrap_full_dispatch_request)
    watch_method("process_response", wrap_process_response)
    probe.on_close.append((KIND, sensor.on_close))


SENSOR = Sensor(KIND, attach, needs_flask=True)
