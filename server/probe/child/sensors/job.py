"""Celery: tasks that the guest sends while it answers, with a mark by which their end is brought home.

The mark is a header of the message, `fumehood`, that says run and number of the exchange. Tasks that run at
once in the guest's own process, eagerly, are told with their end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..describe.code_ownership import ownership
from ..describe.describe import describe, describe_all
from ..describe.tracebacks import summarize
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
ARGUMENTS = 30
TEXT_LIMIT = 300


def body_of(state: str, task: Any, name: Any, args: Any, kwargs: Any, **facts: Any) -> dict[str, Any]:
    """The body of the event of a task; what is not known of it is None."""
    given = list(args)[:ARGUMENTS] if isinstance(args, (list, tuple)) else []
    named = dict(list(kwargs.items())[:ARGUMENTS]) if isinstance(kwargs, dict) else {}
    return {
        "state": state,
        "task": "" if task is None else str(task)[:TEXT_LIMIT],
        "name": str(name)[:TEXT_LIMIT],
        "args": [describe(one, TEXT_LIMIT) for one in given],
        "kwargs": describe_all({str(key): value for key, value in named.items()}, TEXT_LIMIT),
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
    """The queue that the caller chose, or the app's own; a router of the app may have chosen another."""
    chosen = options.get("queue") or options.get("routing_key") or app.conf.task_default_queue
    return str(getattr(chosen, "name", chosen))[:TEXT_LIMIT]


def when(value: Any) -> str | None:
    """A time as it was given."""
    return None if value is None else str(value)[:TEXT_LIMIT]


class TaskSensor:
    """Marks and tells the tasks that are sent; `run` is the name of this start of the guest."""

    def __init__(self, run: str) -> None:
        self._run = run

    def sending(self, original: Any) -> Any:
        """Around `Celery.send_task`."""

        def send_task(app: Any, name: Any, *args: Any, **kwargs: Any) -> Any:
            exchange = current_exchange()
            if exchange is None:
                return original(app, name, *args, **kwargs)
            span = exchange.start_span()
            marked = {**(kwargs.get("headers") or {}), HEADER: f"{self._run}:{exchange.number}"}
            try:
                result = original(app, name, *args, **{**kwargs, "headers": marked})
            except Exception as error:
                tell(exchange, span, "unsent", app, name, args, kwargs, None, summarize(error))
                raise
            tell(exchange, span, "sent", app, name, args, kwargs, getattr(result, "id", None), None)
            return result

        return send_task


def tell(  # noqa: PLR0913, PLR0917 - what there is to know of a message
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
    """Report a task that was sent, or could not be."""
    try:
        ended = exchange.now()
        given = args[0] if args else kwargs.get("args")
        named = args[1] if len(args) > 1 else kwargs.get("kwargs")
        body = body_of(
            state,
            task or kwargs.get("task_id"),
            name,
            given,
            named,
            queue=queue_of(app, kwargs),
            eta=when(kwargs.get("eta")),
            countdown=when(kwargs.get("countdown")),
            retries=kwargs.get("retries") if type(kwargs.get("retries")) is int else None,
            problem=problem,
        )
        exchange.emit(
            KIND, span, body, ended=ended, caller=ownership.caller(3), family=str(name)[:TEXT_LIMIT]
        )
    except Exception as error:
        report_fault(KIND, error)


def running(original: Any) -> Any:
    """Around `Task.apply`, which runs a task here and now."""

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
    """Wait for Celery."""
    jobs = TaskSensor(probe.run)

    def base(module: ModuleType) -> None:
        wrap_method(module.Celery, "send_task", jobs.sending)

    when_imported(KIND, "celery.app.base", base)
    when_imported(KIND, "celery.app.task", lambda module: wrap_method(module.Task, "apply", running))


SENSOR = Sensor(KIND, attach, libraries=(Library("celery", "Celery"),))
