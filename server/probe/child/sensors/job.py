"""The sensor of jobs: tasks that the guest sends to Celery, each marked so that its end can be assigned.

The mark is a header of the message, `fumehood`, with run and number of the exchange. Tasks that run eagerly,
in the guest's own process, are reported with their result.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..describe.code_ownership import ownership
from ..describe.describe import describe, describe_all
from ..describe.exception_text import summarize
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


def body_of(state: str, task: Any, name: Any, args: Any, kwargs: Any, **facts: Any) -> dict[str, Any]:
    """Return the body of the event for a task; facts that are not given are None."""
    positional = list(args)[:ARGUMENT_LIMIT] if isinstance(args, (list, tuple)) else []
    keyword = dict(list(kwargs.items())[:ARGUMENT_LIMIT]) if isinstance(kwargs, dict) else {}
    return {
        "state": state,
        "task": "" if task is None else str(task)[:TEXT_LIMIT],
        "name": str(name)[:TEXT_LIMIT],
        "args": [describe(value, TEXT_LIMIT) for value in positional],
        "kwargs": describe_all({str(key): value for key, value in keyword.items()}, TEXT_LIMIT),
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
    queue = options.get("queue") or options.get("routing_key") or app.conf.task_default_queue
    return str(getattr(queue, "name", queue))[:TEXT_LIMIT]


def text_or_none(value: Any) -> str | None:
    """Return a time as text; None if there is none."""
    return None if value is None else str(value)[:TEXT_LIMIT]


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
            headers = {**(kwargs.get("headers") or {}), HEADER: f"{self._run_id}:{exchange.number}"}
            try:
                result = original(app, name, *args, **{**kwargs, "headers": headers})
            except Exception as error:
                report(exchange, span, "unsent", app, name, args, kwargs, None, summarize(error))
                raise
            report(exchange, span, "sent", app, name, args, kwargs, getattr(result, "id", None), None)
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
            eta=text_or_none(kwargs.get("eta")),
            countdown=text_or_none(kwargs.get("countdown")),
            retries=kwargs.get("retries") if type(kwargs.get("retries")) is int else None,
            problem=problem,
        )
        exchange.emit(
            KIND, span, body, ended=ended, caller=ownership.caller(3), family=str(name)[:TEXT_LIMIT]
        )
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
                self.name,
                args[0] if args else kwargs.get("args"),
                args[1] if len(args) > 1 else kwargs.get("kwargs"),
                result=None if failed else describe(result.result, TEXT_LIMIT),
                problem=summarize(result.result) if failed else None,
            )
            exchange.emit(KIND, span, body, ended=ended, caller=ownership.caller(2), family=str(self.name))
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
