"""Tells for whom Flask is calling functions right now, and lets sensors stand around each call.

Flask calls hooks, views and error handlers through `app.ensure_sync(function)`. While a stage of a recorded
exchange runs, `ensure_sync` gives back the function with a sensor around it. While the guest's function runs,
there is no stage: what it calls through `ensure_sync` is its own affair. The registries are untouched.
"""

from __future__ import annotations

import weakref
from typing import Any, Callable

from ..recording.probe import report_fault
from ..recording.recorder import Exchange, current_exchange
from .patching import wrap

Around = Callable[[Exchange, Any, Any, Any], Any]

STAGES = {
    "preprocess_request": "before_request",
    "dispatch_request": "view",
    "process_response": "after_request",
    "do_teardown_request": "teardown_request",
    "do_teardown_appcontext": "teardown_appcontext",
    "handle_http_exception": "errorhandler",
    "handle_user_exception": "errorhandler",
    "handle_exception": "errorhandler",
}

_around: dict[str, tuple[str, Around]] = {}
_prepared: set[type] = set()
_made: weakref.WeakSet[Any] = weakref.WeakSet()


def wrap_phase(phase: str, sensor: str, around: Around) -> None:
    """Let `around(exchange, app, function, run)` return what is called instead of `run` in this phase."""
    _around[phase] = (sensor, around)


def staged(phase: str) -> Callable[[Any], Any]:
    """Around a method of Flask: this phase reigns while it runs."""

    def make(original: Any) -> Any:
        def method(self: Any, *args: Any, **kwargs: Any) -> Any:
            exchange = current_exchange()
            if exchange is None:
                return original(self, *args, **kwargs)
            before = exchange.phase, exchange.registered
            exchange.phase, exchange.registered = phase, None
            try:
                return original(self, *args, **kwargs)
            finally:
                exchange.phase, exchange.registered = before

        return method

    return make


def watching(original: Any) -> Any:
    """Around `ensure_sync`: ask the sensor of the phase, if there is one."""

    def ensure_sync(self: Any, func: Any) -> Any:
        run = original(self, func)
        exchange = current_exchange()
        if exchange is None or exchange.phase is None:
            return run
        sensor, around = _around[exchange.phase]
        try:
            return around(exchange, self, func, run)
        except Exception as error:
            report_fault(sensor, error)
            return run

    return ensure_sync


def call_guest(exchange: Exchange, run: Any, args: Any, kwargs: Any) -> Any:
    """Run a function of the guest outside of any phase."""
    phase, exchange.phase = exchange.phase, None
    try:
        return run(*args, **kwargs)
    finally:
        exchange.phase = phase


def install() -> None:
    """Patch Flask's own methods."""
    from flask import Flask

    for name, phase in STAGES.items():
        wrap(Flask, name, staged(phase))
    wrap(Flask, "ensure_sync", watching)
    wrap(Flask, "__init__", remembering)
    _prepared.update(Flask.__mro__)


def remembering(original: Any) -> Any:
    """Around `Flask.__init__`: note that there is such an app."""

    def initialise(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        _made.add(self)

    return initialise


def created_apps() -> list[Any]:
    """The Flask apps that the guest has made and kept."""
    return list(_made)


def prepare(app_class: type) -> None:
    """Patch what a subclass of Flask overrides without calling Flask's own method."""
    for cls in app_class.__mro__:
        if cls in _prepared:
            break
        _prepared.add(cls)
        if "ensure_sync" in vars(cls):
            wrap(cls, "ensure_sync", watching)
