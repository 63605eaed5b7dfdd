"""The functions that Flask calls around a view: in which order, for how long, and which one answered."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from ..describe.describe import describe
from ..describe.functions import definition_of, name_of
from ..describe.tracebacks import summarize
from ..patch import flask_phases
from ..patch.flask_phases import call_guest, wrap_phase
from ..patch.watched_registry import WatchedRegistryDescriptor
from ..recording.probe import report_fault
from ..recording.recorder import Exchange, current_exchange
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

Entry = tuple[str, str, Any]  # phase, scope, function


class HookCall(NamedTuple):
    """One call of a hook."""

    exchange: Exchange
    span: tuple[int, float]
    phase: str
    scope: str
    func: Any


class HookSensor:
    """Finds out which registry a function comes from, and reports its run."""

    def __init__(self, probe: Probe) -> None:
        assert probe.adapter is not None  # noqa: S101 - attach is called with Flask only
        self._adapter = probe.adapter

    def around(self, exchange: Exchange, app: Any, func: Any, run: Any) -> Any:
        """What is called instead of a hook; `run` itself for what is in no registry."""
        entry = self._entry(exchange, app, func)
        return run if entry is None else self.timed(exchange, entry[0], entry[1], func, run)

    def _entry(self, exchange: Exchange, app: Any, func: Any) -> Entry | None:
        """The next entry of the registries that is this function: one may be registered twice."""
        phase = exchange.phase or ""
        if exchange.registered is None:
            exchange.registered = list(self._registered(app, phase))
        known: list[Entry] = exchange.registered
        for index, entry in enumerate(known):
            if entry[2] is func:
                del known[: index + 1]
                return entry
        anew: Iterator[Entry] = self._registered(app, phase)
        return next((entry for entry in anew if entry[2] is func), None)

    def _registered(self, app: Any, phase: str) -> Iterator[Entry]:
        """What is registered for a phase, in the order in which Flask calls it."""
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
        first = phase == "before_request"
        registry = getattr(app, REGISTRIES[phase])
        for name in (None, *blueprints[::-1]) if first else (*blueprints, None):
            funcs = registry.get(name, ())
            yield from ((phase, name or "app", func) for func in (funcs if first else reversed(funcs)))

    def timed(self, exchange: Exchange, phase: str, scope: str, func: Any, run: Any) -> Any:
        """The function with a report of its run around it."""

        def hook(*args: Any, **kwargs: Any) -> Any:
            this = HookCall(exchange, exchange.start_span(), phase, scope, func)
            try:
                returned = call_guest(exchange, run, args, kwargs)
            except BaseException as error:
                exchange.origins.setdefault(id(error), "hook")
                report(this, None, error)
                raise
            if phase == "errorhandler":
                exchange.answered = True
            report(this, returned, None)
            return returned

        return hook


def report(run: HookCall, returned: Any, error: BaseException | None) -> None:
    """Report the run of a hook."""
    try:
        ended = run.exchange.now()
        file, line = definition_of(run.func)
        name = name_of(run.func)
        may_answer = run.phase == "errorhandler" or (run.phase == "before_request" and returned is not None)
        body = {
            "phase": run.phase,
            "name": name,
            "scope": run.scope,
            "file": file,
            "line": line,
            "answered": may_answer and error is None,
            "returned": None if returned is None else describe(returned),
            "raised": None if error is None else summarize(error),
        }
        run.exchange.emit(KIND, run.span, body, ended=ended, family=f"{run.phase} {run.scope} {name}")
    except Exception as problem:
        report_fault(KIND, problem)


def attach(probe: Probe) -> None:
    """Stand around every hook; `url_value_preprocessors`, which Flask calls itself, are watched as lists."""
    from flask import Flask

    hooks = HookSensor(probe)
    flask_phases.install()
    for phase in PHASES:
        wrap_phase(phase, KIND, hooks.around)

    def preprocessor(scope: str | None, func: Any) -> Any:
        exchange = current_exchange()
        if exchange is None or exchange.phase != "before_request":
            return func
        return hooks.timed(exchange, "url_value_preprocessor", scope or "app", func, func)

    WatchedRegistryDescriptor.install(Flask, "url_value_preprocessors", preprocessor)


SENSOR = Sensor(KIND, attach, needs_flask=True)
