"""The view that answered: with which arguments, for how long, and what it returned or raised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ..describe.describe import describe, describe_all
from ..describe.functions import definition_of, name_of
from ..describe.tracebacks import summarize
from ..patch.flask_phases import call_guest, wrap_phase
from ..recording.probe import report_fault
from ..recording.recorder import Exchange
from .sensor import Sensor

if TYPE_CHECKING:
    from ..recording.probe import Probe

KIND = "view"


class ViewCall(NamedTuple):
    """One call of a view; `given` are its arguments, described before it ran."""

    exchange: Exchange
    span: tuple[int, float]
    func: Any
    endpoint: str
    method: str
    given: dict[str, Any]


def target(func: Any, method: str) -> tuple[str, Any]:
    """Name and function of a view; of a class-based one, the method that will answer."""
    view_class = getattr(func, "view_class", None)
    if view_class is None:
        return name_of(func), func
    names = [method.lower(), *(["get"] if method == "HEAD" else []), "dispatch_request"]
    handler = next((getattr(view_class, name) for name in names if hasattr(view_class, name)), func)
    return f"{view_class.__name__}.{name_of(handler)}", handler


class ViewSensor:
    """Reports the run of a view function."""

    def __init__(self, probe: Probe) -> None:
        assert probe.adapter is not None  # noqa: S101 - attach is called with Flask only
        self._adapter = probe.adapter

    def around(self, exchange: Exchange, app: Any, func: Any, run: Any) -> Any:
        """What is called instead of the view; `run` itself for any other function."""
        request = self._adapter.request()
        endpoint = request.endpoint if request is not None else None
        if endpoint is None or app.view_functions.get(endpoint) is not func:
            return run

        def view(*args: Any, **kwargs: Any) -> Any:
            span = exchange.start_span()
            given = describe_all(kwargs) if kwargs else {}
            this = ViewCall(exchange, span, func, endpoint, request.method, given)
            try:
                returned = call_guest(exchange, run, args, kwargs)
            except BaseException as error:
                exchange.origins.setdefault(id(error), "view")
                report(this, None, error)
                raise
            report(this, returned, None)
            return returned

        return view


def report(run: ViewCall, returned: Any, error: BaseException | None) -> None:
    """Report the run of a view."""
    try:
        ended = run.exchange.now()
        name, function = target(run.func, run.method)
        file, line = definition_of(function)
        body = {
            "name": name,
            "endpoint": run.endpoint,
            "file": file,
            "line": line,
            "args": run.given,
            "returned": None if error is not None else describe(returned),
            "raised": None if error is None else summarize(error),
        }
        run.exchange.emit(KIND, run.span, body, ended=ended, family=name)
    except Exception as problem:
        report_fault(KIND, problem)


def attach(probe: Probe) -> None:
    """Stand around the view."""
    wrap_phase("view", KIND, ViewSensor(probe).around)


SENSOR = Sensor(KIND, attach, needs_flask=True)
