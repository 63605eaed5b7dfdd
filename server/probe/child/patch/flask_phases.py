"""Which phase of a request Flask is in, and wrappers for the guest's functions that it calls in each phase.

Flask calls hooks, views and error handlers through `app.ensure_sync(function)`. During a phase of a recorded
exchange, `ensure_sync` returns the function wrapped by a sensor. While the guest's function runs there is no
phase: what it passes to `ensure_sync` itself is not Flask's call. Flask's registries are not changed.
"""

from __future__ import annotations

import weakref
from typing import Any, Callable

from ..recording.probe import report_fault
from ..recording.recorder import Exchange, current_exchange
from .patching import wrap

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
_patched: set[type] = set()
_apps: weakref.WeakSet[Any] = weakref.WeakSet()


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
    """Patch Flask's own methods."""
    from flask import Flask

    for name, phase in METHOD_PHASES.items():
        wrap(Flask, name, in_phase(phase))
    wrap(Flask, "ensure_sync", wrap_ensure_sync)
    wrap(Flask, "__init__", record_app)
    _patched.update(Flask.__mro__)


def watch_old_flask() -> None:
    """Record the apps of a Flask that is too old for an adapter, and patch nothing else."""
    from flask import Flask

    wrap(Flask, "__init__", record_app)
    _patched.update(Flask.__mro__)


def record_app(original: Any) -> Any:
    """Wrap `Flask.__init__`: record that there is such an app."""

    def initialise(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        _apps.add(self)

    return initialise


def created_apps() -> list[Any]:
    """Return the Flask apps that the guest has created and that still exist."""
    return list(_apps)


def patch_subclass(app_class: type) -> None:
    """Patch `ensure_sync` of a subclass of Flask that overrides it."""
    for cls in app_class.__mro__:
        if cls in _patched:
            break
        _patched.add(cls)
        if "ensure_sync" in vars(cls):
            wrap(cls, "ensure_sync", wrap_ensure_sync)
