"""Which phase of a request Flask is in, and wrappers for the guest's functions that it calls in each phase.

Flask calls hooks, views and error handlers through `app.ensure_sync(function)`. During a phase of a recorded
exchange, `ensure_sync` returns the function wrapped by a sensor. While the guest's function runs there is no
phase: what it passes to `ensure_sync` itself is not Flask's call. Flask's registries are not changed.
"""

from __future__ import annotations

import weakref
from typing import Any, Callable

from ..describe.code_ownership import ownership
from ..describe.static_access import is_a
from ..recording.probe import report_fault
from ..recording.recorder import Exchange, current_exchange
from .watched_methods import watch_method

PLACES_LIMIT = 1000

PhaseWrapper = Callable[[Exchange, Any, Any, Any], Any]

METHOD_PHASES = {
    "preprocess_request": "before_request",
    "dispatch_request": "view",
    "process_response": "after_request",
    "do_teardown_request": "teardown_request",
    "do_teardown_appcontext": "teardown_appcontext",
    "handle_http_exception": "errorhandler",
    "handle_user_exception": "errorhandler",
    "handle_exception": "errorhandler",
}

_wrappers: dict[str, tuple[str, PhaseWrapper]] = {}
_apps: weakref.WeakSet[Any] = weakref.WeakSet()
_places: dict[int, tuple[weakref.ref[Any], dict[str, Any] | None]] = {}


def wrap_phase(phase: str, sensor: str, wrapper: PhaseWrapper) -> None:
    """Let `wrapper(exchange, app, function, run)` return what Flask calls instead of `run` in this phase."""
    _wrappers[phase] = (sensor, wrapper)


def in_phase(phase: str) -> Callable[[Any], Any]:
    """Return a wrapper for a method of Flask, which sets the phase while the method runs."""

    def make_wrapper(original: Any) -> Any:
        def method(self: Any, *args: Any, **kwargs: Any) -> Any:
            exchange = current_exchange()
            if exchange is None:
                return original(self, *args, **kwargs)
            before = exchange.phase, exchange.pending_hooks
            exchange.phase, exchange.pending_hooks = phase, None
            try:
                return original(self, *args, **kwargs)
            finally:
                exchange.phase, exchange.pending_hooks = before

        return method

    return make_wrapper


def wrap_ensure_sync(original: Any) -> Any:
    """Wrap `ensure_sync`: ask the sensor of the current phase, if there is one."""

    def ensure_sync(self: Any, func: Any) -> Any:
        run = original(self, func)
        exchange = current_exchange()
        if exchange is None or exchange.phase is None:
            return run
        sensor, wrapper = _wrappers[exchange.phase]
        try:
            return wrapper(exchange, self, func, run)
        except Exception as error:
            report_fault(sensor, error)
            return run

    return ensure_sync


def call_guest(exchange: Exchange, run: Any, args: Any, kwargs: Any) -> Any:
    """Call a function of the guest outside of any phase."""
    phase, exchange.phase = exchange.phase, None
    try:
        return run(*args, **kwargs)
    finally:
        exchange.phase = phase


def install() -> None:
    """Watch Flask's own methods."""
    for name, phase in METHOD_PHASES.items():
        watch_method(name, in_phase(phase))
    watch_method("ensure_sync", wrap_ensure_sync)


class WatchedInit:
    """The `__init__` of a class of Flask's, which also records new apps; the class shows the original."""

    def __init__(self, raw: Any, flask: type) -> None:
        self._raw = raw
        self._flask = flask

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        bound = self._raw.__get__(instance, owner)
        if instance is None:
            return bound

        def __init__(*args: Any, **kwargs: Any) -> None:  # noqa: N807 - it stands for the method
            bound(*args, **kwargs)
            if is_a(instance, self._flask) and instance not in _apps:
                _apps.add(instance)
                if len(_places) < PLACES_LIMIT:
                    _places[id(instance)] = weakref.ref(instance), ownership.caller()

        return __init__


def record_apps() -> None:
    """Record every Flask app that is made from now on, whatever the version of Flask.

    A subclass that calls `Flask.__init__(self)` gets the original from the class. It is seen one step further
    inside, where Flask 2.0 and newer call `super().__init__()`.
    """
    from flask import Flask

    for cls in [each for each in Flask.__mro__ if "__init__" in vars(each) and each is not object][:2]:
        cls.__init__ = WatchedInit(vars(cls)["__init__"], Flask)  # type: ignore[misc]


def place_of(app: Any) -> dict[str, Any] | None:
    """Return `{file, line, function}` of the line that created a Flask app; None if that is not known."""
    known = _places.get(id(app))
    return known[1] if known is not None and known[0]() is app else None


def created_apps() -> list[Any]:
    """Return the Flask apps that the guest has created and that still exist."""
    return list(_apps)
