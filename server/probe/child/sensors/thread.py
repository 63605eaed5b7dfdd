"""The sensor of concurrent work: threads, work for pools, greenlets and asyncio tasks of a request."""

from __future__ import annotations

import os
import weakref
from types import CoroutineType, MethodType
from typing import TYPE_CHECKING, Any, Callable

from ..describe.code_ownership import ownership
from ..describe.functions import definition_of, name_of
from ..describe.static_access import class_attribute, instance_dict, stored
from ..patch import thread_starts
from ..patch.import_hooks import when_imported
from ..patch.patching import wrap_method
from ..recording.probe import report_fault
from ..recording.recorder import Exchange, current_exchange
from ..recording.thread_work import ThreadWork
from .sensor import Sensor

if TYPE_CHECKING:
    from types import ModuleType

    from ..recording.probe import Probe
    from ..recording.wsgi_call import Call

KIND = "thread"

BEGUN_LIMIT = 100
TEXT_LIMIT = 200

ASYNCIO_FOLDER = os.path.join(os.path.dirname(os.__file__), "asyncio") + os.sep
ASYNCIO = ("_asyncio", "asyncio.tasks")
"""The modules of the classes of tasks that are Python's own."""


class BegunWork:
    """Something that a request has begun; nothing of the guest's is kept for it."""

    def __init__(  # noqa: PLR0913, PLR0917 - what is known of it when it begins
        self,
        exchange: Exchange,
        what: str,
        name: str,
        target: dict[str, Any] | None,
        has_finished: Callable[[], bool | None],
        depth: int,
    ) -> None:
        self._span = exchange.start_span()
        self._facts = {"what": what, "name": name[:TEXT_LIMIT], "target": target}
        self._caller = ownership.caller(depth)
        self._has_finished = has_finished

    def report(self, exchange: Exchange) -> None:
        """Report it, and whether it has finished by now."""
        body = {**self._facts, "finished": self._has_finished()}
        exchange.emit(KIND, self._span, body, timed=False, caller=self._caller)


def keep(exchange: Exchange, begun: BegunWork) -> None:
    """Keep what was begun until the exchange ends."""
    found: list[BegunWork] = exchange.data.setdefault(KIND, [])
    if len(found) < BEGUN_LIMIT:
        found.append(begun)


def on_start(work: ThreadWork, what: str, started: Any) -> None:
    """Note what a thread, a pool or gevent will do for a request."""
    exchange = work.parent
    name, function = parts_of(what, started)
    begun = BegunWork(exchange, what, name, target_of(function), lambda: work not in exchange.works, 5)
    keep(exchange, begun)


def parts_of(what: str, started: Any) -> tuple[str, Any]:
    """Return the name and the function of what was started, as they are stored."""
    if what == "thread":
        return parts_of_thread(started)
    attributes = instance_dict(started) or {}
    if what == "item":
        task = attributes.get("task")  # since Python 3.14
        return "", task[0] if type(task) is tuple and task else attributes.get("fn")
    return "", stored(started, "_run")


def parts_of_thread(started: Any) -> tuple[str, Any]:
    """Return the name of a thread and the function that it runs, from what Python is asked to start."""
    if type(started) is not MethodType:
        return "", started
    thread = started.__self__
    attributes = instance_dict(thread) or {}
    name = attributes.get("_name")
    stored_functions = (attributes.get("_target"), attributes.get("function"))  # the second is a Timer's
    function = next((each for each in stored_functions if each is not None), None)
    if function is None:
        function = class_attribute(type(thread), "run")
    return (name if type(name) is str else ""), function


def target_of(function: Any) -> dict[str, Any] | None:
    """Return name, file and line of a function; None if there is none."""
    if function is None:
        return None
    file, line = definition_of(function)
    return {"name": name_of(function)[:TEXT_LIMIT], "file": file, "line": line}


def note_task(task: Any, coroutine: Any) -> None:
    """Note a task of asyncio, unless it runs a library's code and none of the app has asked for it."""
    exchange = current_exchange()
    if exchange is None or exchange.is_over() or type(coroutine) is not CoroutineType:
        return
    code = coroutine.cr_code
    if code.co_filename.startswith(ASYNCIO_FOLDER):
        return
    if not ownership.is_own(code.co_filename) and ownership.caller(3) is None:
        return
    target = {"name": code.co_name, "file": code.co_filename, "line": code.co_firstlineno}
    found = weakref.ref(task)
    parent = exchange.parent if isinstance(exchange, ThreadWork) else exchange
    keep(parent, BegunWork(parent, "task", name_of_task(task), target, lambda: is_done(found()), 4))


def name_of_task(task: Any) -> str:
    """Return the name of a task of asyncio's own class, as it is given; "" for others."""
    name = task.get_name() if type(task).__module__ in ASYNCIO else ""
    return name if type(name) is str else ""


def is_done(task: Any) -> bool | None:
    """Return whether a task has finished; None if it no longer exists, or if only its own code could tell."""
    if task is None or type(task).__module__ not in ASYNCIO:
        return None
    return bool(task.done())


def wrap_create_task(original: Any) -> Any:
    """Wrap `create_task` of asyncio's loops."""

    def create_task(self: Any, coro: Any, *args: Any, **kwargs: Any) -> Any:
        task = original(self, coro, *args, **kwargs)
        try:
            note_task(task, coro)
        except Exception as error:
            report_fault(KIND, error)
        return task

    return create_task


def on_close(call: Call) -> None:
    """Report what the request has begun, whether or not it has finished."""
    for begun in call.exchange.data.pop(KIND, ()):
        begun.report(call.exchange)


def attach(probe: Probe) -> None:
    """Listen to what is started, and wrap the loops of asyncio once it is imported."""

    def on_import(module: ModuleType) -> None:
        wrap_method(module.BaseEventLoop, "create_task", wrap_create_task)

    thread_starts.listeners.append(on_start)
    when_imported(KIND, "asyncio.base_events", on_import)
    probe.on_close.append((KIND, on_close))


SENSOR = Sensor(KIND, attach)
