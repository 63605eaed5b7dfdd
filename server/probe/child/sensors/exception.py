"""The sensor of exceptions: each that reaches Flask or the server, and whether a handler answered it."""

from __future__ import annotations

import builtins
from types import FunctionType
from typing import TYPE_CHECKING, Any, Callable

from ..describe.exception_text import is_error
from ..describe.functions import function_inside
from ..describe.related_exceptions import notes_of, related_to
from ..describe.static_access import is_a, stored, type_name
from ..describe.tracebacks import exception_body, last_own_frame, remove_probe_frames, traceback_of
from ..patch.watched_methods import AppContact, Layer, contact_with, contacts, described_layer, watch_method
from ..pausing.pauses import pauses
from ..recording.probe import report_fault
from ..recording.recorder import Exchange, current_exchange
from .sensor import Sensor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..adapters.base import Adapter
    from ..recording.probe import Probe
    from ..recording.wsgi_call import Call

KIND = "exception"

GROUP: type | None = getattr(builtins, "BaseExceptionGroup", None)
GROUP_LIMIT = 100


class CaughtException:
    """One exception of an exchange; it is referenced here so that its id is not used again."""

    def __init__(self, exchange: Exchange, error: BaseException, where: str) -> None:
        self.error = error
        self.span = exchange.start_span()
        self.body = exception_body(error, where)
        self.body.update(notes=notes_of(error), related=related_to(error))
        self.reported = False
        # Whether Flask's error handling, or what is in its place, was asked about it.
        self.asked = False

    def report(
        self,
        exchange: Exchange,
        handled: bool | None,
        *,
        propagated: bool = False,
        by: dict[str, Any] | None = None,
    ) -> None:
        """Report the exception, unless it was reported before."""
        if self.reported:
            return
        self.reported = True
        self.body.update(handled=handled, propagated=propagated, by=by)
        caller = last_own_frame(self.body["frames"])
        family = f"{self.body['type']} {caller['file']}:{caller['line']}" if caller else self.body["type"]
        exchange.emit(KIND, self.span, self.body, timed=False, caller=caller, family=family)


def with_members(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception, and those in it if it is a group, also of groups."""
    waiting = [error]
    for _ in range(GROUP_LIMIT):
        if not waiting:
            return
        each = waiting.pop()
        yield each
        # Only Python's own class: another one may compute its `exceptions`.
        if GROUP is not None and is_a(each, GROUP):
            waiting += reversed(each.exceptions)  # type: ignore[attr-defined]  # Python 3.9 has no groups


def record(exchange: Exchange, error: BaseException, where: str) -> CaughtException:
    """Return the record of this exception; `where` is used only if it is new and its origin is unknown."""
    remove_probe_frames(error)
    caught: dict[int, CaughtException] = exchange.data.setdefault(KIND, {})
    if id(error) not in caught:
        origins = (exchange.origin_of(each) for each in with_members(error))
        place = next((origin for origin in origins if origin is not None), where)
        caught[id(error)] = CaughtException(exchange, error, place)
    return caught[id(error)]


def on_failure(call: Call, error: BaseException, where: str) -> None:
    """Report an exception that reached the server."""
    record(call.exchange, error, where).report(call.exchange, False, propagated=True)


def on_close(call: Call) -> None:
    """Report the other exceptions: no handler answered them, or Flask's error handling never saw them."""
    for caught in list(call.exchange.data.get(KIND, {}).values()):
        caught.report(call.exchange, False if caught.asked else None)


def is_redirect(error: BaseException) -> bool:
    """Return whether this is the exception by which routing redirects, which is not a failure."""
    name = type_name(error)
    return name in ("RequestRedirect", "FormDataRoutingRedirect") and stored(error, "new_url") is not None


FLASK_STEPS = {"make_response": "make_response", "finalize_request": "finalize"}
HANDLERS = ("handle_user_exception", "handle_exception")
DISPATCHERS = ("preprocess_request", "dispatch_request", "process_response")


def flask_step_of(exchange: Exchange, error: BaseException) -> str:
    """Return which of Flask's own steps the exception passed last; nothing has been sent by then."""
    replaced = {
        code: name
        for contact in contacts(exchange).values()
        for name in FLASK_STEPS
        if (code := code_of(contact.called.get(name))) is not None
    }
    where = "wsgi"
    trace = traceback_of(error)
    while trace is not None:
        code = trace.tb_frame.f_code
        if code in replaced:
            where = FLASK_STEPS[replaced[code]]
        elif code.co_name in FLASK_STEPS and trace.tb_frame.f_globals.get("__name__") == "flask.app":
            where = FLASK_STEPS[code.co_name]
        trace = trace.tb_next
    return where


def code_of(layer: Layer | None) -> Any:
    """Return the code of a definition that is not Flask's; None for Flask's, and for what has no code."""
    if layer is None or layer.is_flasks:
        return None
    function = function_inside(layer.raw)
    return function.__code__ if type(function) is FunctionType else None


class HandlingSensor:
    """Watches Flask's exception handling, and what a guest has put in its place."""

    def __init__(self, adapter: Adapter) -> None:
        self._adapter = adapter

    def _where(self, exchange: Exchange, error: BaseException) -> str:
        request = self._adapter.request()
        routed = request is not None and stored(request, "routing_exception") is error
        return "routing" if routed else flask_step_of(exchange, error)

    def _record(self, exchange: Exchange, error: BaseException) -> CaughtException | None:
        try:
            return record(exchange, error, self._where(exchange, error))
        except Exception as problem:
            report_fault(KIND, problem)
            return None

    def wrap_handler(self, name: str) -> Callable[[Any], Any]:
        """Return a wrapper for a method that handles exceptions, which reports what answered."""

        def make_wrapper(original: Any) -> Any:
            def handle(app: Any, *args: Any, **kwargs: Any) -> Any:
                exchange = current_exchange()
                given = (*args, *kwargs.values())
                error = next((arg for arg in given if is_error(arg)), None)
                if exchange is None or error is None or is_redirect(error):
                    return original(app, *args, **kwargs)
                caught = self._record(exchange, error)
                if caught is None:
                    return original(app, *args, **kwargs)
                caught.asked = True
                contact = contact_with(exchange, app)
                contact.flasks.discard(name)
                before, exchange.handler_answered = exchange.handler_answered, False
                if name == "handle_exception":
                    pauses.at_exception(error)
                try:
                    response = original(app, *args, **kwargs)
                    by = None if exchange.handler_answered else replacement_of(contact, name)
                    caught.report(exchange, exchange.handler_answered or by is not None, by=by)
                    return response
                except BaseException as raised:
                    if raised is not error:
                        caught.report(exchange, False)
                    raise
                finally:
                    exchange.handler_answered = before

            return handle

        return make_wrapper

    def wrap_dispatcher(self, original: Any) -> Any:
        """Wrap a step of Flask's dispatching: record what it raises if Flask's own code may not catch it."""

        def dispatch(app: Any, *args: Any, **kwargs: Any) -> Any:
            try:
                return original(app, *args, **kwargs)
            except Exception as error:
                exchange = current_exchange()
                if exchange is not None and not is_redirect(error):
                    layer = contact_with(exchange, app).called.get("full_dispatch_request")
                    if layer is None or not layer.is_flasks:
                        self._record(exchange, error)
                raise

        return dispatch


def replacement_of(contact: AppContact, name: str) -> dict[str, Any] | None:
    """Return what answered in the place of a method of Flask that did not run; None if Flask's own ran."""
    layer = contact.called.get(name)
    if layer is None or layer.is_flasks or name in contact.flasks:
        return None
    return described_layer(layer)


def attach(probe: Probe) -> None:
    """Listen to the server's side, and to Flask's if there is a supported Flask."""
    probe.on_failure.append((KIND, on_failure))
    probe.on_close.append((KIND, on_close))
    if probe.adapter is not None:
        handling = HandlingSensor(probe.adapter)
        for name in HANDLERS:
            watch_method(name, handling.wrap_handler(name))
        for name in DISPATCHERS:
            watch_method(name, handling.wrap_dispatcher)


SENSOR = Sensor(KIND, attach)
