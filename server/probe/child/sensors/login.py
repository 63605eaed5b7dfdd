"""Flask-Login: who is logged in and where that was read from, who comes and goes, and who is sent away."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, Callable, NamedTuple

from ..describe.code_ownership import ownership
from ..describe.describe import describe
from ..describe.tracebacks import summarize
from ..patch.import_hooks import when_imported
from ..patch.patching import wrap, wrap_function
from ..recording.probe import report_fault
from ..recording.recorder import Exchange, current_exchange
from .sensor import Library, Sensor

if TYPE_CHECKING:
    from types import ModuleType

    from ..adapters.base import Adapter
    from ..recording.probe import Probe

KIND = "login"

ID_LIMIT = 200

SOURCES = {
    "_load_user_from_remember_cookie": "remember",
    "_load_user_from_request": "request",
    "_load_user_from_header": "header",
}


class LoginState:
    """What the session says of the login, read so that it does not count as accessed."""

    adapter: Adapter

    def __init__(self) -> None:
        context = self.adapter.context()
        found = None if context is None else self.adapter.session(context)
        self._session = found if isinstance(found, dict) else None

    def get(self, key: str) -> Any:
        """One of its values."""
        return None if self._session is None else dict.get(self._session, key)

    @property
    def id(self) -> str | None:
        """Whom it names."""
        found = self.get("_user_id")
        return None if found is None else str(found)[:ID_LIMIT]

    @property
    def fresh(self) -> bool | None:
        """Whether that was by a login and not by a cookie."""
        found = self.get("_fresh")
        return found if isinstance(found, bool) else None


def user_now() -> Any:
    """The user that Flask-Login has put aside for this request."""
    from flask import g

    return g.get("_login_user")


def authenticated(user: Any) -> bool | None:
    """Whether a user counts as logged in, found out without running the guest's code; None if it decides."""
    kind = type(user)
    for cls in kind.__mro__:
        if cls.__name__ == "AnonymousUserMixin" and cls.__module__.startswith("flask_login."):
            return False
    says = inspect.getattr_static(user, "is_authenticated", None)
    if isinstance(says, bool):
        return says
    owner = next((cls for cls in kind.__mro__ if "is_authenticated" in vars(cls)), None)
    active = next((cls for cls in kind.__mro__ if "is_active" in vars(cls)), None)
    if owner is not None and owner is active and owner.__module__.startswith("flask_login."):
        return True
    return None


def emit(called: LoginCall, act: str, **facts: Any) -> None:
    """Report one thing; what it does not concern is None."""
    state = LoginState()
    body: dict[str, Any] = {
        "act": act,
        "id": state.id,
        "user": None,
        "authenticated": None,
        "fresh": state.fresh,
        "source": None,
        "remember": None,
        "succeeded": None,
        "answer": None,
        "protection": None,
    }
    caller = ownership.caller(3)
    called.exchange.emit(KIND, called.span, {**body, **facts}, caller=caller, family=act)


class LoginCall(NamedTuple):
    """One call of a function of Flask-Login, and how it went; `id` and `fresh` are from before it."""

    exchange: Exchange
    span: tuple[int, float]
    id: str | None
    fresh: bool | None
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    result: Any
    error: BaseException | None

    def argument(self, place: int, name: str, default: Any = None) -> Any:
        """An argument by its place or its name."""
        return self.args[place] if len(self.args) > place else self.kwargs.get(name, default)


def watched(tell: Callable[[LoginCall], None]) -> Any:
    """Around a function: `tell` reports how it went."""

    def make(original: Any) -> Any:
        def function(*args: Any, **kwargs: Any) -> Any:
            exchange = current_exchange()
            if exchange is None:
                return original(*args, **kwargs)
            span = exchange.start_span()
            before = state_or_none()
            try:
                result = original(*args, **kwargs)
            except BaseException as error:
                carefully(tell, LoginCall(exchange, span, *before, args, kwargs, None, error))
                raise
            carefully(tell, LoginCall(exchange, span, *before, args, kwargs, result, None))
            return result

        return function

    return make


def state_or_none() -> tuple[str | None, bool | None]:
    """Id and freshness now; there may be no request."""
    try:
        state = LoginState()
        return state.id, state.fresh
    except Exception:
        return None, None


def carefully(tell: Callable[[LoginCall], None], called: LoginCall) -> None:
    """Report, and never let the guest know if that fails."""
    try:
        tell(called)
    except Exception as error:
        report_fault(KIND, error)


def loaded(called: LoginCall) -> None:
    """A request asked who it is."""
    source = called.exchange.data.pop(KIND, None)
    user = user_now()
    there = False if user is None else authenticated(user)
    state = LoginState()
    if source is None and there is not False and state.id is not None and called.error is None:
        source = "session"
    protection = None
    if called.id is not None and state.id is None:
        protection = "cleared"
    elif called.fresh is True and state.fresh is False and source != "remember":
        protection = "stale"
    emit(
        called,
        "loaded",
        user=None if there is False else describe(user),
        authenticated=there,
        source=source if there is not False else None,
        protection=protection,
    )


def came(called: LoginCall) -> None:
    """`login_user` was called."""
    user = called.argument(0, "user")
    emit(
        called,
        "login",
        user=describe(user),
        authenticated=authenticated(user) if called.result else None,
        remember=bool(called.argument(1, "remember", default=False)),
        succeeded=bool(called.result),
    )


def went(called: LoginCall) -> None:
    """`logout_user` was called."""
    emit(called, "logout", id=called.id, fresh=called.fresh, succeeded=called.error is None)


def confirmed(called: LoginCall) -> None:
    """`confirm_login` was called."""
    emit(called, "confirmed", succeeded=called.error is None)


def sent_away(act: str) -> Callable[[LoginCall], None]:
    """How `unauthorized` or `needs_refresh` answered."""

    def tell(called: LoginCall) -> None:
        emit(
            called, act, answer=answer_of(called.result) if called.error is None else summarize(called.error)
        )

    return tell


def answer_of(result: Any) -> str:
    """An answer in a few words: status and where it leads."""
    status = getattr(result, "status", None)
    headers = getattr(result, "headers", None)
    if not isinstance(status, str) or headers is None:
        return str(describe(result, ID_LIMIT)["repr"])
    place = headers.get("Location")
    return f"{status} → {place}"[:1000] if place else status


def finding(source: str) -> Any:
    """Around one of the ways in which a user can be found."""

    def make(original: Any) -> Any:
        def load(self: Any, *args: Any, **kwargs: Any) -> Any:
            user = original(self, *args, **kwargs)
            exchange = current_exchange()
            if exchange is not None and user is not None:
                exchange.data[KIND] = source
            return user

        return load

    return make


def attach(probe: Probe) -> None:
    """Wait for Flask-Login."""
    assert probe.adapter is not None  # noqa: S101 - attach is called with Flask only
    LoginState.adapter = probe.adapter

    def arrived(module: ModuleType) -> None:
        manager = module.LoginManager
        wrap(manager, "_load_user", watched(loaded))
        for name, source in SOURCES.items():
            if hasattr(manager, name):
                wrap(manager, name, finding(source))
        wrap(manager, "unauthorized", watched(sent_away("unauthorized")))
        wrap(manager, "needs_refresh", watched(sent_away("refresh")))
        for name, tell in (("login_user", came), ("logout_user", went), ("confirm_login", confirmed)):
            wrap_function(module, name, watched(tell))

    when_imported(KIND, "flask_login", arrived)


SENSOR = Sensor(KIND, attach, needs_flask=True, libraries=(Library("flask_login", "Flask-Login"),))
