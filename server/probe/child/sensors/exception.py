"""The sensor of exceptions: each that reaches Flask or the server, and whether a handler answered it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable

from ..describe.tracebacks import exception_body, last_own_frame, remove_probe_frames
from ..patch.patching import wrap
from ..recording.probe import report_fault
from ..recording.recorder import Exchange, current_exchange
from .sensor import Sensor

if TYPE_CHECKING:
    from ..adapters.base import Adapter
    from ..recording.probe import Probe
    from ..recording.wsgi_call import Call

KIND = "exception"


class CaughtException:
    """One exception of an exchange; it is referenced here so that its id is not used again."""

    def __init__(self, exchange: Exchange, error: BaseException, where: str) -> None:
        self.error = error
        self.span = exchange.start_span()
        self.body = exception_body(error, where)
        self.reported = False

    def report(self, exchange: Exchange, handled: bool | None) -> None:
        """Report the exception, unless it was reported before."""
        if self.reported:
            return
        self.reported = True
        self.body["handled"] = handled
        caller = last_own_frame(self.body["frames"])
        family = f"{self.body['type']} {caller['file']}:{caller['line']}" if caller else self.body["type"]
        exchange.emit(KIND, self.span, self.body, timed=False, caller=caller, family=family)


def record(exchange: Exchange, error: BaseException, where: str) -> CaughtException:
    """Return the record of this exception; `where` is used only if it is new and its origin is unknown."""
    remove_probe_frames(error)
    caught: dict[int, CaughtException] = exchange.data.setdefault(KIND, {})
    if id(error) not in caught:
        members = getattr(error, "exceptions", ())
        errors = [error, *(members if isinstance(members, tuple) else ())]
        places = [
            exchange.exception_origins[id(each)] for each in errors if id(each) in exchange.exception_origins
        ]
        caught[id(error)] = CaughtException(exchange, error, places[0] if places else where)
    return caught[id(error)]


def on_failure(call: Call, error: BaseException, where: str) -> None:
    """Report an exception that reached the server."""
    record(call.exchange, error, where).report(call.exchange, False)


def on_close(call: Call) -> None:
    """Report the exceptions that nothing has handled."""
    for caught in list(call.exchange.data.get(KIND, {}).values()):
        caught.report(call.exchange, False)


def is_redirect(error: BaseException) -> bool:
    """Return whether this is the exception by which routing redirects, which is not a failure."""
    return type(error).__name__ in ("RequestRedirect", "FormDataRoutingRedirect") and hasattr(
        error, "new_url"
    )


FLASK_STEPS = {"make_response": "make_response", "finalize_request": "finalize"}


def flask_step_of(error: BaseException) -> str:
    """Return which of Flask's own steps the exception passed last; nothing has been sent by then."""
    where = "wsgi"
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_name in FLASK_STEPS and trace.tb_frame.f_globals.get("__name__") == "flask.app":
            where = FLASK_STEPS[code.co_name]
        trace = trace.tb_next
    return where


def wrap_handler(adapter: Adapter) -> Callable[[Any], Any]:
    """Return a wrapper for Flask's exception handling, which reports whether a handler answered."""

    def where_of(error: BaseException) -> str:
        request = adapter.request()
        routed = request is not None and request.routing_exception is error
        return "routing" if routed else flask_step_of(error)

    def make_wrapper(original: Any) -> Any:
        def handle(self: Any, *args: Any, **kwargs: Any) -> Any:
            exchange = current_exchange()
            error = next((arg for arg in (*args, *kwargs.values()) if isinstance(arg, BaseException)), None)
            if exchange is None or error is None or is_redirect(error):
                return original(self, *args, **kwargs)
            try:
                caught = record(exchange, error, where_of(error))
            except Exception as problem:
                report_fault(KIND, problem)
                return original(self, *args, **kwargs)
            before, exchange.handler_answered = exchange.handler_answered, False
            try:
                response = original(self, *args, **kwargs)
                caught.report(exchange, exchange.handler_answered)
                return response
            except BaseException as raised:
                if raised is not error:
                    caught.report(exchange, False)
                raise
            finally:
                exchange.handler_answered = before

        return handle

    return make_wrapper


def attach(probe: Probe) -> None:
    """Listen to the server's side, and to Flask's if there is a supported Flask."""
    probe.on_failure.append((KIND, on_failure))
    probe.on_close.append((KIND, on_close))
    if probe.adapter is not None:
        from flask import Flask

        for name in ("handle_user_exception", "handle_exception"):
            wrap(Flask, name, wrap_handler(probe.adapter))


SENSOR = Sensor(KIND, attach)
