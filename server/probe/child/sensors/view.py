"""The sensor of views: the view that was called, its arguments, its time, and what it returned or raised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ..describe.describe import describe, describe_all
from ..describe.exception_text import summarize
from ..describe.functions import definition_of, name_of
from ..patch.flask_phases import call_guest, wrap_phase
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


def resolve_view(func: Any, method: str) -> tuple[str, Any]:
    """Return name and function of a view; of a class-based one, the method that will be called."""
    view_class = getattr(func, "view_class", None)
    if view_class is None:
        return name_of(func), func
    names = [method.lower(), *(["get"] if method == "HEAD" else []), "dispatch_request"]
    handler = next((getattr(view_class, name) for name in names if hasattr(view_class, name)), func)
    return f"{view_class.__name__}.{name_of(handler)}", handler


class ViewSensor:
    """Reports the call of a view function."""

    def __init__(self, probe: Probe) -> None:
        assert probe.adapter is not None  # noqa: S101 - attach is called with Flask only
        self._adapter = probe.adapter

    def wrap_call(self, exchange: Exchange, app: Any, func: Any, run: Any) -> Any:
        """Return what Flask calls instead of the view; `run` itself for any other function."""
        request = self._adapter.request()
        endpoint = request.endpoint if request is not None else None
        if endpoint is None or app.view_functions.get(endpoint) is not func:
            return run

        def view(*args: Any, **kwargs: Any) -> Any:
            span = exchange.start_span()
            arguments = describe_all(kwargs) if kwargs else {}
            call = ViewCall(exchange, span, func, endpoint, request.method, arguments)
            try:
                returned = call_guest(exchange, run, args, kwargs)
            except BaseException as error:
                exchange.exception_origins.setdefault(id(error), "view")
                report(call, None, error)
                raise
            report(call, returned, None)
            return returned

        return view


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
    """Wrap the view."""
    wrap_phase("view", KIND, ViewSensor(probe).wrap_call)


SENSOR = Sensor(KIND, attach, needs_flask=True)
