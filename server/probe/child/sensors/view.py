"""The sensor of views: the view that was called, its arguments, its time, and what it returned or raised."""

from __future__ import annotations

import functools
import inspect
from typing import TYPE_CHECKING, Any, NamedTuple

from ..describe.describe import describe, describe_all
from ..describe.exception_text import summarize
from ..describe.functions import definition_of, name_of
from ..describe.static_access import bases_of, class_attribute, class_name, instance_dict, is_a, module_of
from ..patch.flask_phases import call_guest, wrap_phase
from ..patch.watched_methods import contact_with
from ..patch.wrapping_registry import WatchedMapping, WatchedRegistryDescriptor
from ..recording.probe import report_fault
from ..recording.recorder import Exchange
from .sensor import Sensor

if TYPE_CHECKING:
    from ..recording.probe import Probe

KIND = "view"


class ViewCall(NamedTuple):
    """One call of a view; its arguments were described before it ran."""

    exchange: Exchange
    span: tuple[int, float]
    func: Any
    endpoint: str
    method: str
    arguments: dict[str, Any]


PICKING = ("flask", "flask_restx", "flask_restful")
"""Packages whose classes have a `dispatch_request` that calls the method named after the request's."""


def resolve_view(func: Any, method: str) -> tuple[str, Any]:
    """Return name and function of a view; of a class-based one, the method that was called."""
    view_class: Any = (instance_dict(func) or {}).get("view_class")
    if not is_a(view_class, type):
        return name_of(func), func
    owner = next((cls for cls in bases_of(view_class) if "dispatch_request" in vars(cls)), view_class)
    names = [method.lower(), *(["get"] if method == "HEAD" else []), "dispatch_request"]
    if module_of(owner).partition(".")[0] not in PICKING:
        names = ["dispatch_request"]
    stored = (class_attribute(view_class, name) for name in names)
    handler = next((found for found in stored if found is not None), func)
    return f"{class_name(view_class)}.{name_of(handler)}", handler


class ViewSensor:
    """Reports the call of a view function."""

    def __init__(self, probe: Probe) -> None:
        assert probe.adapter is not None  # noqa: S101 - attach is called with Flask only
        self._adapter = probe.adapter

    def wrap_call(self, exchange: Exchange, app: Any, func: Any, run: Any) -> Any:
        """Return what Flask calls instead of the view; `run` itself for any other function."""
        request = self._adapter.request()
        endpoint = request.endpoint if request is not None else None
        registry = (instance_dict(app) or {}).get("view_functions")
        # In a registry of the guest's own class, looking the view up would run the guest's code.
        if endpoint is None or (type(registry) is dict and registry.get(endpoint) is not func):
            return run
        return self._watched(exchange, endpoint, func, run)

    def show_registry(self, exchange: Exchange, app: Any, registry: Any) -> Any:
        """Return the views as a function reads them that replaces Flask's `dispatch_request`."""
        contact = contact_with(exchange, app)
        layer = contact.called.get("dispatch_request")
        if layer is None or layer.is_flasks or "dispatch_request" in contact.flasks:
            return registry

        def watch(endpoint: Any, func: Any) -> Any:
            try:
                watched = self._watched(exchange, str(endpoint), func, func)
                return functools.wraps(func)(watched)
            except Exception as problem:
                report_fault(KIND, problem)
                return func

        return WatchedMapping(registry, watch)

    def _watched(self, exchange: Exchange, endpoint: str, func: Any, run: Any) -> Any:
        """Return `run`, which calls the view `func`, with a report of its call."""
        request = self._adapter.request()
        method = "" if request is None else request.method

        def start(kwargs: dict[str, Any]) -> ViewCall:
            span = exchange.start_span()
            arguments = describe_all(kwargs) if kwargs else {}
            return ViewCall(exchange, span, func, endpoint, method, arguments)

        def view(*args: Any, **kwargs: Any) -> Any:
            call = start(kwargs)
            try:
                returned = call_guest(exchange, run, args, kwargs)
            except BaseException as error:
                exchange.note_origin(error, "view")
                report(call, None, error)
                raise
            report(call, returned, None)
            return returned

        async def async_view(*args: Any, **kwargs: Any) -> Any:
            call = start(kwargs)
            phase, exchange.phase = exchange.phase, None
            try:
                returned = await run(*args, **kwargs)
            except BaseException as error:
                exchange.note_origin(error, "view")
                report(call, None, error)
                raise
            finally:
                exchange.phase = phase
            report(call, returned, None)
            return returned

        return async_view if inspect.iscoroutinefunction(run) else view


def report(call: ViewCall, returned: Any, error: BaseException | None) -> None:
    """Report the call of a view."""
    try:
        ended = call.exchange.now()
        name, handler = resolve_view(call.func, call.method)
        file, line = definition_of(handler)
        body = {
            "name": name,
            "endpoint": call.endpoint,
            "file": file,
            "line": line,
            "args": call.arguments,
            "returned": None if error is not None else describe(returned),
            "raised": None if error is None else summarize(error),
        }
        call.exchange.emit(KIND, call.span, body, ended=ended, family=name)
    except Exception as problem:
        report_fault(KIND, problem)


def attach(probe: Probe) -> None:
    """Wrap the view that Flask calls, or that another function calls in the place of Flask's own."""
    from flask import Flask

    views = ViewSensor(probe)
    wrap_phase("view", KIND, views.wrap_call)
    WatchedRegistryDescriptor.install(Flask, "view_functions", "view", views.show_registry)


SENSOR = Sensor(KIND, attach, needs_flask=True)
