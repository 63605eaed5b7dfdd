"""The sensor of Flask-Login: the user and where it was read from, login and logout, and refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, NamedTuple

from ..describe.code_ownership import ownership
from ..describe.describe import describe, text_of
from ..describe.exception_text import summarize
from ..describe.static_access import (
    bases_of,
    has_base,
    is_a,
    module_of,
    own_attribute,
    stored,
    stored_text,
    text_or_none,
    truth_of,
)
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
    """What the session says about the login, read without marking the session accessed."""

    adapter: Adapter

    def __init__(self) -> None:
        context = self.adapter.context()
        value = None if context is None else self.adapter.session(context)
        self._session = value if is_a(value, dict) else None

    def get(self, key: str) -> Any:
        """Return one of the session's values, or None."""
        return None if self._session is None else dict.get(self._session, key)

    @property
    def id(self) -> str | None:
        """The user's id in the session."""
        value = self.get("_user_id")
        return None if value is None else (text_or_none(value) or text_of(value))[:ID_LIMIT]

    @property
    def fresh(self) -> bool | None:
        """Whether the session stems from a login and not from a remember-me cookie."""
        value = self.get("_fresh")
        return value if type(value) is bool else None


def loaded_user() -> Any:
    """Return the user that Flask-Login has loaded for this request."""
    from flask import g

    return stored(g._get_current_object(), "_login_user")


def owner_of(value: Any, name: str) -> type | None:
    """Return the class that defines an attribute, None if there is none."""
    return next((cls for cls in bases_of(type(value)) if own_attribute(cls, name) is not None), None)


def is_authenticated(user: Any) -> bool | None:
    """Return whether a user is logged in, without running the guest's code; None if only that code knows."""
    if has_base(user, "flask_login", "AnonymousUserMixin"):
        return False
    attribute = stored(user, "is_authenticated")
    if type(attribute) is bool:
        return attribute
    owner, active = owner_of(user, "is_authenticated"), owner_of(user, "is_active")
    if owner is not None and owner is active and module_of(owner).startswith("flask_login."):
        return True
    return None


def report(call: LoginCall, act: str, **facts: Any) -> None:
    """Report one act; facts that are not given are None."""
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
    call.exchange.emit(KIND, call.span, {**body, **facts}, caller=caller, family=act)


class LoginCall(NamedTuple):
    """One call of a function of Flask-Login and its result; `id` and `fresh` are those before it."""

    exchange: Exchange
    span: tuple[int, float]
    id: str | None
    fresh: bool | None
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    result: Any
    error: BaseException | None

    def argument(self, position: int, name: str, default: Any = None) -> Any:
        """Return an argument by its position or its name."""
        return self.args[position] if len(self.args) > position else self.kwargs.get(name, default)


def wrap_reported(report_call: Callable[[LoginCall], None]) -> Any:
    """Return a wrapper for a function that passes each call to `report_call`."""

    def make_wrapper(original: Any) -> Any:
        def function(*args: Any, **kwargs: Any) -> Any:
            exchange = current_exchange()
            if exchange is None:
                return original(*args, **kwargs)
            span = exchange.start_span()
            state_before = state_or_none()
            try:
                result = original(*args, **kwargs)
            except BaseException as error:
                report_safely(
                    report_call, LoginCall(exchange, span, *state_before, args, kwargs, None, error)
                )
                raise
            report_safely(report_call, LoginCall(exchange, span, *state_before, args, kwargs, result, None))
            return result

        return function

    return make_wrapper


def state_or_none() -> tuple[str | None, bool | None]:
    """Return id and freshness now; (None, None) outside of a request."""
    try:
        state = LoginState()
        return state.id, state.fresh
    except Exception:
        return None, None


def report_safely(report_call: Callable[[LoginCall], None], call: LoginCall) -> None:
    """Report a call; an exception becomes a fault and does not reach the guest."""
    try:
        report_call(call)
    except Exception as error:
        report_fault(KIND, error)


def report_loaded(call: LoginCall) -> None:
    """Report that Flask-Login loaded the user of the request."""
    source = call.exchange.data.pop(KIND, None)
    user = loaded_user()
    is_logged_in = False if user is None else is_authenticated(user)
    state = LoginState()
    if source is None and is_logged_in is not False and state.id is not None and call.error is None:
        source = "session"
    protection = None
    if call.id is not None and state.id is None:
        protection = "cleared"
    elif call.fresh is True and state.fresh is False and source != "remember":
        protection = "stale"
    report(
        call,
        "loaded",
        user=None if is_logged_in is False else describe(user),
        authenticated=is_logged_in,
        source=source if is_logged_in is not False else None,
        protection=protection,
    )


def report_login(call: LoginCall) -> None:
    """Report a call of `login_user`."""
    user = call.argument(0, "user")
    report(
        call,
        "login",
        user=describe(user),
        authenticated=is_authenticated(user) if call.result is True else None,
        remember=truth_of(call.argument(1, "remember", default=False)),
        succeeded=call.result is True,
    )


def report_logout(call: LoginCall) -> None:
    """Report a call of `logout_user`."""
    report(call, "logout", id=call.id, fresh=call.fresh, succeeded=call.error is None)


def report_confirmed(call: LoginCall) -> None:
    """Report a call of `confirm_login`."""
    report(call, "confirmed", succeeded=call.error is None)


def report_refusal(act: str) -> Callable[[LoginCall], None]:
    """Return the function that reports a call of `unauthorized` or `needs_refresh`."""

    def report_call(call: LoginCall) -> None:
        error = call.error
        report(call, act, answer=summarize_response(call.result) if error is None else summarize(error))

    return report_call


def summarize_response(result: Any) -> str:
    """Return a response in short: its status and where it redirects to."""
    status = stored_text(result, "_status")
    pairs = stored(stored(result, "headers"), "_list")
    if status is None or type(pairs) is not list:
        return text_of(result, ID_LIMIT)
    location = next((value for name, value in pairs if name.lower() == "location"), None)
    return f"{status} → {location}"[:1000] if location else status


def wrap_user_source(source: str) -> Any:
    """Return a wrapper for one of the ways in which Flask-Login finds a user."""

    def make_wrapper(original: Any) -> Any:
        def load(self: Any, *args: Any, **kwargs: Any) -> Any:
            user = original(self, *args, **kwargs)
            exchange = current_exchange()
            if exchange is not None and user is not None:
                exchange.data[KIND] = source
            return user

        return load

    return make_wrapper


def attach(probe: Probe) -> None:
    """Patch Flask-Login as soon as it is imported."""
    assert probe.adapter is not None  # noqa: S101 - attach is called with Flask only
    LoginState.adapter = probe.adapter

    def on_import(module: ModuleType) -> None:
        manager = module.LoginManager
        wrap(manager, "_load_user", wrap_reported(report_loaded))
        for name, source in SOURCES.items():
            if hasattr(manager, name):
                wrap(manager, name, wrap_user_source(source))
        wrap(manager, "unauthorized", wrap_reported(report_refusal("unauthorized")))
        wrap(manager, "needs_refresh", wrap_reported(report_refusal("refresh")))
        for name, report_call in (
            ("login_user", report_login),
            ("logout_user", report_logout),
            ("confirm_login", report_confirmed),
        ):
            wrap_function(module, name, wrap_reported(report_call))

    when_imported(KIND, "flask_login", on_import)


SENSOR = Sensor(KIND, attach, needs_flask=True, libraries=(Library("flask_login", "Flask-Login"),))
