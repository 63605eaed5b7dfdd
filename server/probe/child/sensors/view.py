"""The view that answered: with which arguments, for how long, and what it returned or raised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ..describe.describe import describe, describe_all
from ..describe.functions import defined_at, name_of
from ..describe.tracebacks import short
from ..patch.flask_phases import guest_code, stand_around
from ..recording.probe import fault
from ..recording.recorder import Exchange

if TYPE_CHECKING:
    from ..recording.probe import Probe

NAME = "view"
FLASK = True


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
            span = exchange.begin()
            given = describe_all(kwargs) if kwargs else {}
            this = ViewCall(exchange, span, func, endpoint, request.method, given)
            try:
                returned = guest_code(exchange, run, args, kwargs)
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
        file, line = defined_at(function)
        body = {
            "name": name,
            "endpoint": run.endpoint,
            "file": file,
            "line": line,
            "args": run.given,
            "returned": None if error is not None else describe(returned),
            "raised": None if error is None else short(error),
        }
        run.exchange.emit(NAME, run.span, body, ended=ended, family=name)
    except Exception as problem:
        fault(NAME, problem)


def attach(probe: Probe) -> None:
    """Stand around the view."""
    stand_around("view", NAME, ViewSensor(probe).around)
