"""The sensor of hooks: which functions Flask calls around a view, how long they take, which one answered."""

from __future__ import annotations

import functools
import inspect
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from ..describe.describe import describe
from ..describe.exception_text import summarize
from ..describe.functions import definition_of, name_of
from ..describe.static_access import instance_dict
from ..patch import flask_phases
from ..patch.flask_phases import call_guest, wrap_phase
from ..patch.watched_methods import contact_with
from ..patch.wrapping_registry import WatchedMapping, WatchedRegistry, WatchedRegistryDescriptor
from ..recording.probe import report_fault
from ..recording.recorder import Exchange
from .sensor import Sensor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..recording.probe import Probe

KIND = "hook"

PHASES = ("before_request", "after_request", "teardown_request", "teardown_appcontext", "errorhandler")
REGISTRIES = {
    "before_request": "before_request_funcs",
    "after_request": "after_request_funcs",
    "teardown_request": "teardown_request_funcs",
}

CALLERS = {
    "before_request": "preprocess_request",
    "after_request": "process_response",
    "teardown_request": "do_teardown_request",
}
"""Which method of Flask calls the functions of a registry."""

AFTER = ("after_request", "after_this_request")

Entry = tuple[str, str, Any]  # phase, scope, function


class HookCall(NamedTuple):
    """One call of a hook."""

    exchange: Exchange
    span: tuple[int, float]
    phase: str
    scope: str
    func: Any


class HookSensor:
    """Finds the registry that a function comes from, and reports its call."""

    def __init__(self, probe: Probe) -> None:
        assert probe.adapter is not None  # noqa: S101 - attach is called with Flask only
        self._adapter = probe.adapter

    def wrap_call(self, exchange: Exchange, app: Any, func: Any, run: Any) -> Any:
        """Return what Flask calls instead of a hook: `run` itself if the function is in no registry."""
        entry = self._entry(exchange, app, func)
        return run if entry is None else self.wrap_timed(exchange, entry[0], entry[1], func, run)

    def _entry(self, exchange: Exchange, app: Any, func: Any) -> Entry | None:
        """Return the next entry of the registries for this function, which may be registered twice."""
        phase = exchange.phase or ""
        if exchange.pending_hooks is None:
            exchange.pending_hooks = list(self._registered_hooks(app, phase))
        pending: list[Entry] = exchange.pending_hooks
        for index, entry in enumerate(pending):
            if entry[2] is func:
                del pending[: index + 1]
                return entry
        all_hooks: Iterator[Entry] = self._registered_hooks(app, phase)
        return next((entry for entry in all_hooks if entry[2] is func), None)

    def _registered_hooks(self, app: Any, phase: str) -> Iterator[Entry]:
        """Yield what is registered for a phase, in the order in which Flask calls it."""
        if phase == "teardown_appcontext":
            yield from ((phase, "app", func) for func in reversed(app.teardown_appcontext_funcs))
            return
        request = self._adapter.request()
        blueprints = tuple(request.blueprints) if request is not None else ()
        if phase == "errorhandler":
            for name in chain(blueprints, (None,)):
                for handlers in list(app.error_handler_spec.get(name, {}).values()):
                    yield from ((phase, name or "app", func) for func in handlers.values())
            return
        if phase == "after_request":
            context = self._adapter.context()
            for func in context._after_request_functions if context is not None else ():
                yield "after_this_request", "app", func
        outermost_first = phase == "before_request"
        registry = (instance_dict(app) or {}).get(REGISTRIES[phase], {})
        for name in (None, *blueprints[::-1]) if outermost_first else (*blueprints, None):
            functions = registry.get(name, ())
            yield from (
                (phase, name or "app", func)
                for func in (functions if outermost_first else reversed(functions))
            )

    def show_registry(self, exchange: Exchange, app: Any, registry: Any) -> Any:
        """Return the hooks as a function reads them that replaces the method of Flask that calls them."""
        phase = exchange.phase or ""
        contact = contact_with(exchange, app)
        layer = contact.called.get(CALLERS[phase])
        if layer is None or layer.is_flasks or CALLERS[phase] in contact.flasks:
            return registry

        def watch(scope: str | None, functions: Any) -> Any:
            return [self._wrap_direct(exchange, phase, scope or "app", func) for func in functions]

        return WatchedMapping(registry, watch)

    def _wrap_direct(self, exchange: Exchange, phase: str, scope: str, func: Any) -> Any:
        """Return a hook for a caller that may do without `ensure_sync`, which has to know a coroutine."""
        try:
            if inspect.iscoroutinefunction(func):
                return func
            return functools.wraps(func)(self.wrap_timed(exchange, phase, scope, func, func))
        except Exception as problem:
            report_fault(KIND, problem)
            return func

    def wrap_timed(self, exchange: Exchange, phase: str, scope: str, func: Any, run: Any) -> Any:
        """Return the function wrapped by a report of its call."""

        def hook(*args: Any, **kwargs: Any) -> Any:
            call = HookCall(exchange, exchange.start_span(), phase, scope, func)
            try:
                returned = call_guest(exchange, run, args, kwargs)
            except BaseException as error:
                exchange.note_origin(error, "hook")
                report(call, None, error)
                raise
            if phase == "errorhandler" and returned is not None:
                exchange.handler_answered = True
            report(call, returned, None, given=args[0] if args else None)
            return returned

        return hook


def report(call: HookCall, returned: Any, error: BaseException | None, *, given: Any = None) -> None:
    """Report the call of a hook; `given` is the response that an after_request function was given."""
    try:
        ended = call.exchange.now()
        file, line = definition_of(call.func)
        name = name_of(call.func)
        may_answer = call.phase in ("errorhandler", "before_request") and returned is not None
        body = {
            "phase": call.phase,
            "name": name,
            "scope": call.scope,
            "file": file,
            "line": line,
            "answered": may_answer and error is None,
            "replaced": error is None and call.phase in AFTER and returned is not given,
            "returned": None if returned is None else describe(returned),
            "raised": None if error is None else summarize(error),
        }
        call.exchange.emit(KIND, call.span, body, ended=ended, family=f"{call.phase} {call.scope} {name}")
    except Exception as problem:
        report_fault(KIND, problem)


def attach(probe: Probe) -> None:
    """Wrap every hook; Flask calls `url_value_preprocessors` itself, so it gets a wrapped registry."""
    from flask import Flask

    hooks = HookSensor(probe)
    flask_phases.install()
    for phase in PHASES:
        wrap_phase(phase, KIND, hooks.wrap_call)

    def show(exchange: Exchange, _app: Any, registry: Any) -> WatchedRegistry:
        def preprocessor(scope: str | None, func: Any) -> Any:
            if exchange.phase != "before_request":
                return func
            return hooks.wrap_timed(exchange, "url_value_preprocessor", scope or "app", func, func)

        return WatchedRegistry(registry, preprocessor)

    WatchedRegistryDescriptor.install(Flask, "url_value_preprocessors", "before_request", show)
    for phase, name in REGISTRIES.items():
        WatchedRegistryDescriptor.install(Flask, name, phase, hooks.show_registry)


SENSOR = Sensor(KIND, attach, needs_flask=True)
