"""Every exception that reaches Flask or the server, once, and whether a handler of the guest answered it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable

from ..describe.tracebacks import exception_body, last_own_frame, remove_probe_frames
from ..patch.patching import wrap
from ..recording.probe import report_fault
from ..recording.recorder import Exchange, current_exchange
from .sensor import Sensor

if TYPE_CHECKING:
    from ..adapters.base import Adapter
    from ..recording.call import Call
    from ..recording.probe import Probe

KIND = "exception"


class CaughtException:
    """One exception of an exchange; it is held so that its identity stays its own."""

    def __init__(self, exchange: Exchange, error: BaseException, where: str) -> None:
        self.error = error
        self.span = exchange.start_span()
        self.body = exception_body(error, where)
        self.reported = False

    def report(self, exchange: Exchange, handled: bool | None) -> None:
        """Report it, if it was not."""
        if self.reported:
            return
        self.reported = True
        self.body["handled"] = handled
        caller = last_own_frame(self.body["frames"])
        family = f"{self.body['type']} {caller['file']}:{caller['line']}" if caller else self.body["type"]
        exchange.emit(KIND, self.span, self.body, timed=False, caller=caller, family=family)


def see(exchange: Exchange, error: BaseException, where: str) -> CaughtException:
    """What we know of this exception; `where` counts only if nobody saw it before."""
    remove_probe_frames(error)
    seen: dict[int, CaughtException] = exchange.data.setdefault(KIND, {})
    if id(error) not in seen:
        group = getattr(error, "exceptions", ())
        inner = [error, *(group if isinstance(group, tuple) else ())]
        places = [exchange.origins[id(one)] for one in inner if id(one) in exchange.origins]
        seen[id(error)] = CaughtException(exchange, error, places[0] if places else where)
    return seen[id(error)]


def failed(call: Call, error: BaseException, where: str) -> None:
    """An exception reached the server."""
    see(call.exchange, error, where).report(call.exchange, False)


def closed(call: Call) -> None:
    """Report what is still undecided: nobody handled it."""
    for seen in list(call.exchange.data.get(KIND, {}).values()):
        seen.report(call.exchange, False)


def is_redirect(error: BaseException) -> bool:
    """Whether this is routing's own way to redirect, which is no failure."""
    return type(error).__name__ in ("RequestRedirect", "FormDataRoutingRedirect") and hasattr(
        error, "new_url"
    )


STEPS = {"make_response": "make_response", "finalize_request": "finalize"}


def finishing(error: BaseException) -> str:
    """Which of Flask's own steps let it through last: nothing has been sent by then."""
    where = "wsgi"
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_name in STEPS and trace.tb_frame.f_globals.get("__name__") == "flask.app":
            where = STEPS[code.co_name]
        trace = trace.tb_next
    return where


def watching(adapter: Adapter) -> Callable[[Any], Any]:
    """Around Flask's handling of exceptions: see what comes in, and whether a handler answered."""

    def origin(error: BaseException) -> str:
        request = adapter.request()
        routed = request is not None and request.routing_exception is error
        return "routing" if routed else finishing(error)

    def make(original: Any) -> Any:
        def handle(self: Any, *args: Any, **kwargs: Any) -> Any:
            exchange = current_exchange()
            error = next((arg for arg in (*args, *kwargs.values()) if isinstance(arg, BaseException)), None)
            if exchange is None or error is None or is_redirect(error):
                return original(self, *args, **kwargs)
            try:
                seen = see(exchange, error, origin(error))
            except Exception as problem:
                report_fault(KIND, problem)
                return original(self, *args, **kwargs)
            before, exchange.answered = exchange.answered, False
            try:
                answer = original(self, *args, **kwargs)
                seen.report(exchange, exchange.answered)
                return answer
            except BaseException as raised:
                if raised is not error:
                    seen.report(exchange, False)
                raise
            finally:
                exchange.answered = before

        return handle

    return make


def attach(probe: Probe) -> None:
    """Listen to the server's side always, and to Flask's where there is one."""
    probe.on_failure.append((KIND, failed))
    probe.on_close.append((KIND, closed))
    if probe.adapter is not None:
        from flask import Flask

        for name in ("handle_user_exception", "handle_exception"):
            wrap(Flask, name, watching(probe.adapter))


SENSOR = Sensor(KIND, attach)
