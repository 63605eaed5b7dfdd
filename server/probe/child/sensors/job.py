"""The sensor of jobs: tasks that the guest sends to Celery, each marked so that its end can be assigned.

The mark is a header of the message, `fumehood`, with run and number of the exchange. Tasks that run eagerly,
in the guest's own process, are reported with their result.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from ..describe.code_ownership import ownership
from ..describe.describe import describe, describe_all, text_of
from ..describe.exception_text import summarize
from ..describe.static_access import is_a, is_known_class, items_of, stored, text_or_none
from ..patch.import_hooks import when_imported
from ..patch.patching import wrap_method
from ..recording.probe import report_fault
from ..recording.recorder import Exchange, current_exchange
from .sensor import Library, Sensor

if TYPE_CHECKING:
    from types import ModuleType

    from ..recording.probe import Probe

KIND = "job"

HEADER = "fumehood"
ARGUMENT_LIMIT = 30
TEXT_LIMIT = 300
TIME_TYPES = (datetime.datetime, float, int, str)


def body_of(state: str, task: Any, name: Any, args: Any, kwargs: Any, **facts: Any) -> dict[str, Any]:
    """Return the body of the event for a task; facts that are not given are None."""
    positional = (items_of(args) or [])[:ARGUMENT_LIMIT]
    keyword = dict(list(dict.items(kwargs))[:ARGUMENT_LIMIT]) if is_a(kwargs, dict) else {}
    return {
        "state": state,
        "task": "" if task is None else short_text(task),
        "name": short_text(name),
        "args": [describe(value, TEXT_LIMIT) for value in positional],
        "kwargs": describe_all({short_text(key): value for key, value in keyword.items()}, TEXT_LIMIT),
        "queue": None,
        "eta": None,
        "countdown": None,
        "retries": None,
        "worker": None,
        "result": None,
        "problem": None,
        **facts,
    }


def queue_of(app: Any, options: dict[str, Any]) -> str | None:
    """Return the queue that the caller chose, or else the app's default; a router may have chosen another."""
    for name in ("queue", "routing_key"):
        queue = options.get(name)
        if queue is not None:
            return short_text(stored(queue, "name", queue))
    configuration = stored(app, "_conf")  # Celery has read it by now
    if configuration is None or not is_known_class(type(configuration)):
        return None
    return short_text(configuration.task_default_queue)


def short_text(value: Any) -> str:
    """Return a name, an id or a number as text."""
    text = text_or_none(value)
    return (text_of(value, TEXT_LIMIT) if text is None else text)[:TEXT_LIMIT]


def time_text(value: Any) -> str | None:
    """Return a time as text; None if there is none."""
    if value is None:
        return None
    return str(value)[:TEXT_LIMIT] if type(value) in TIME_TYPES else short_text(value)


class TaskSensor:
    """Marks and reports the tasks that are sent; `run_id` identifies this start of the guest."""

    def __init__(self, run_id: str) -> None:
        self._run_id = run_id

    def wrap_send_task(self, original: Any) -> Any:
        """Wrap `Celery.send_task`."""

        def send_task(app: Any, name: Any, *args: Any, **kwargs: Any) -> Any:
            exchange = current_exchange()
            if exchange is None:
                return original(app, name, *args, **kwargs)
            span = exchange.start_span()
            given = kwargs.get("headers")
            if given is not None and not is_a(given, dict):
                return original(app, name, *args, **kwargs)
            headers = {**dict(dict.items(given or {})), HEADER: f"{self._run_id}:{exchange.number}"}
            try:
                result = original(app, name, *args, **{**kwargs, "headers": headers})
            except Exception as error:
                report(exchange, span, "unsent", app, name, args, kwargs, None, summarize(error))
                raise
            report(exchange, span, "sent", app, name, args, kwargs, stored(result, "id"), None)
            return result

        return send_task


def report(  # noqa: PLR0913, PLR0917 - a call with all its arguments, and its result
    exchange: Exchange,
    span: tuple[int, float],
    state: str,
    app: Any,
    name: Any,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    task: Any,
    problem: str | None,
) -> None:
    """Report a task that was sent, or that could not be sent."""
    try:
        ended = exchange.now()
        positional = args[0] if args else kwargs.get("args")
        keyword = args[1] if len(args) > 1 else kwargs.get("kwargs")
        body = body_of(
            state,
            task or kwargs.get("task_id"),
            name,
            positional,
            keyword,
            queue=queue_of(app, kwargs),
            eta=time_text(kwargs.get("eta")),
            countdown=time_text(kwargs.get("countdown")),
            retries=kwargs.get("retries") if type(kwargs.get("retries")) is int else None,
            problem=problem,
        )
        exchange.emit(KIND, span, body, ended=ended, caller=ownership.caller(3), family=short_text(name))
    except Exception as error:
        report_fault(KIND, error)


def wrap_apply(original: Any) -> Any:
    """Wrap `Task.apply`, which runs a task at once in this process."""

    def apply(self: Any, *args: Any, **kwargs: Any) -> Any:
        exchange = current_exchange()
        if exchange is None:
            return original(self, *args, **kwargs)
        span = exchange.start_span()
        result = original(self, *args, **kwargs)
        try:
            ended = exchange.now()
            failed = result.failed()
            body = body_of(
                "eager",
                result.id,
                stored(self, "name"),
                args[0] if args else kwargs.get("args"),
                args[1] if len(args) > 1 else kwargs.get("kwargs"),
                result=None if failed else describe(result.result, TEXT_LIMIT),
                problem=summarize(result.result) if failed else None,
            )
            exchange.emit(
                KIND,
                span,
                body,
                ended=ended,
                caller=ownership.caller(2),
                family=short_text(stored(self, "name")),
            )
        except Exception as error:
            report_fault(KIND, error)
        return result

    return apply


def attach(probe: Probe) -> None:
    """Patch Celery as soon as it is imported."""
    jobs = TaskSensor(probe.run_id)

    def on_import(module: ModuleType) -> None:
        wrap_method(module.Celery, "send_task", jobs.wrap_send_task)

    when_imported(KIND, "celery.app.base", on_import)
    when_imported(KIND, "celery.app.task", lambda module: wrap_method(module.Task, "apply", wrap_apply))


SENSOR = Sensor(KIND, attach, libraries=(Library("celery", "Celery"),))
