"""The functions that Flask calls around a view: in which order, for how long, and which one answered."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

from .. import stages
from ..describe import describe
from ..lists import WatchedLists
from ..probe import fault
from ..recorder import Exchange, current
from ..stages import guest_code, stand_around

if TYPE_CHECKING:
    from ..probe import Probe

NAME = "hook"
FLASK = True

PHASES = ("before_request", "after_request", "teardown_request", "teardown_appcontext", "errorhandler")
REGISTRIES = {
    "before_request": "before_request_funcs",
    "after_request": "after_request_funcs",
    "teardown_request": "teardown_request_funcs",
}


def defined_at(func: Any) -> tuple[str | None, int | None]:
    """File and line of a function below its decorators; (None, None) for what is no Python function."""
    inner = inspect.unwrap(func) if hasattr(func, "__wrapped__") else func
    while isinstance(inner, functools.partial):
        inner = inner.func
    code = getattr(inner, "__code__", None) or getattr(getattr(inner, "__func__", None), "__code__", None)
    if code is None:
        code = getattr(getattr(type(inner), "__call__", None), "__code__", None)
    return (code.co_filename, code.co_firstlineno) if code is not None else (None, None)


def name_of(func: Any) -> str:
    """What people call a function."""
    while isinstance(func, functools.partial):
        func = func.func
    return str(getattr(func, "__name__", None) or type(func).__name__)


def short(error: BaseException) -> str:
    """`Type: message`, at most 300 characters."""
    try:
        return f"{type(error).__name__}: {error}"[:300]
    except Exception:
        return type(error).__name__


class Hooks:
    """Finds out which registry a function comes from, and reports its run."""

    def __init__(self, probe: Probe) -> None:
        assert probe.adapter is not None  # noqa: S101 - attach is called with Flask only
        self._adapter = probe.adapter

    def around(self, exchange: Exchange, app: Any, func: Any, run: Any) -> Any:
        """What is called instead of a hook; `run` itself for what is in no registry, such as a signal's receiver."""
        phase = exchange.phase or ""
        for where, scope, candidate in self._registered(app, phase):
            if candidate is func:
                return self.timed(exchange, where, scope, func, run)
        return run

    def _names(self) -> tuple[str, ...]:
        request = self._adapter.request()
        return tuple(request.blueprints) if request is not None else ()

    def _registered(self, app: Any, phase: str) -> Iterator[tuple[str, str, Any]]:
        if phase == "teardown_appcontext":
            yield from ((phase, "app", func) for func in app.teardown_appcontext_funcs)
            return
        blueprints = self._names()
        if phase == "errorhandler":
            for name in chain(blueprints, (None,)):
                for handlers in app.error_handler_spec[name].values():
                    yield from ((phase, name or "app", func) for func in handlers.values())
            return
        if phase == "after_request":
            context = self._adapter.context()
            for func in context._after_request_functions if context is not None else ():
                yield "after_this_request", "app", func
        registry = getattr(app, REGISTRIES[phase])
        for name in chain(blueprints, (None,)) if phase != "before_request" else (None, *blueprints[::-1]):
            for func in registry.get(name, ()):
                yield phase, name or "app", func

    def timed(self, exchange: Exchange, phase: str, scope: str, func: Any, run: Any) -> Any:
        """The function with a report of its run around it."""

        def hook(*args: Any, **kwargs: Any) -> Any:
            span = exchange.begin()
            try:
                returned = guest_code(exchange, run, args, kwargs)
            except BaseException as error:
                exchange.origins.setdefault(id(error), "hook")
                self._report(exchange, span, phase, scope, func, None, error)
                raise
            if phase == "errorhandler":
                exchange.answered = True
            self._report(exchange, span, phase, scope, func, returned, None)
            return returned

        return hook

    @staticmethod
    def _report(  # noqa: PLR0913 - what a hook event tells
        exchange: Exchange,
        span: tuple[int, float],
        phase: str,
        scope: str,
        func: Any,
        returned: Any,
        error: BaseException | None,
    ) -> None:
        try:
            ended = exchange.now()
            file, line = defined_at(func)
            name = name_of(func)
            body = {
                "phase": phase,
                "name": name,
                "scope": scope,
                "file": file,
                "line": line,
                "answered": error is None
                and (phase == "errorhandler" or (phase == "before_request" and returned is not None)),
                "returned": None if returned is None else describe(returned),
                "raised": None if error is None else short(error),
            }
            exchange.emit(NAME, span, body, ended=ended, family=f"{phase} {scope} {name}")
        except Exception as problem:
            fault(NAME, problem)


def attach(probe: Probe) -> None:
    """Stand around every hook; `url_value_preprocessors`, which Flask calls directly, are watched as lists."""
    from flask import Flask

    hooks = Hooks(probe)
    stages.install()
    for phase in PHASES:
        stand_around(phase, NAME, hooks.around)

    def preprocessor(scope: str | None, func: Any) -> Any:
        exchange = current()
        if exchange is None or exchange.phase != "before_request":
            return func
        return hooks.timed(exchange, "url_value_preprocessor", scope or "app", func, func)

    WatchedLists.install(Flask, "url_value_preprocessors", preprocessor)
