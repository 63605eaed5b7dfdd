"""The view that answered: with which arguments, for how long, and what it returned or raised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..describe import describe, describe_all
from ..probe import fault
from ..recorder import Exchange
from ..stages import guest_code, stand_around
from .hooks import defined_at, name_of, short

if TYPE_CHECKING:
    from ..probe import Probe

NAME = "view"
FLASK = True


def target(func: Any, method: str) -> tuple[str, Any]:
    """Name and function of a view; of a class-based one, the method that will answer."""
    view_class = getattr(func, "view_class", None)
    if view_class is None:
        return name_of(func), func
    handler = getattr(view_class, method.lower(), None)
    if handler is None and method == "HEAD":
        handler = getattr(view_class, "get", None)
    if handler is None:
        handler = getattr(view_class, "dispatch_request", func)
    return f"{view_class.__name__}.{name_of(handler)}", handler


class View:
    """Reports the run of a view function."""

    def __init__(self, probe: Probe) -> None:
        assert probe.adapter is not None  # noqa: S101 - attach is called with Flask only
        self._adapter = probe.adapter

    def around(self, exchange: Exchange, app: Any, func: Any, run: Any) -> Any:
        """What is called instead of the view."""
        request = self._adapter.request()
        endpoint = request.endpoint if request is not None else None
        if app.view_functions.get(endpoint) is not func:
            return run

        def view(*args: Any, **kwargs: Any) -> Any:
            span = exchange.begin()
            given = describe_all(kwargs) if kwargs else {}
            try:
                returned = guest_code(exchange, run, args, kwargs)
            except BaseException as error:
                exchange.origins.setdefault(id(error), "view")
                self._report(exchange, span, (func, endpoint, request.method), given, None, error)
                raise
            self._report(exchange, span, (func, endpoint, request.method), given, returned, None)
            return returned

        return view

    @staticmethod
    def _report(  # noqa: PLR0913 - what a view event tells
        exchange: Exchange,
        span: tuple[int, float],
        what: tuple[Any, Any, str],
        given: dict[str, Any],
        returned: Any,
        error: BaseException | None,
    ) -> None:
        try:
            ended = exchange.now()
            func, endpoint, method = what
            name, function = target(func, method)
            file, line = defined_at(function)
            body = {
                "name": name,
                "endpoint": endpoint,
                "file": file,
                "line": line,
                "args": given,
                "returned": None if error is not None else describe(returned),
                "raised": None if error is None else short(error),
            }
            exchange.emit(NAME, span, body, ended=ended, family=name)
        except Exception as problem:
            fault(NAME, problem)


def attach(probe: Probe) -> None:
    """Stand around the view."""
    stand_around("view", NAME, View(probe).around)
