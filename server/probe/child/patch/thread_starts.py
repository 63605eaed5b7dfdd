"""Threads and executors that a request starts continue its exchange.

Only the probe's own context variable is set in the new thread: those of the guest stay as they are without
the probe. What is wrapped is private to Python: the function by which `Thread.start` starts a thread, and
the work items of a ThreadPoolExecutor. So the public methods keep their identity, and threads their target.
"""

from __future__ import annotations

import sys
import threading
from contextvars import Context
from types import MethodType
from typing import TYPE_CHECKING, Any, Callable

from ..describe.static_access import is_a
from ..recording.probe import report_fault
from ..recording.recorder import Recorder, current_exchange, thread_name
from ..recording.thread_work import ThreadWork, hand_on, start_work
from .import_hooks import when_imported
from .patching import wrap

if TYPE_CHECKING:
    from types import ModuleType

    from ..recording.probe import Probe

NAME = "threads"
# The first until Python 3.12, the second since then.
START_FUNCTIONS = ("_start_new_thread", "_start_joinable_thread")
SLOT = "_fumehood_work"
POOL_MODULE = "concurrent.futures.thread"
listeners: list[Callable[[ThreadWork, str, Any], None]] = []
"""Called with what a thread, a pool or gevent will do for a request, its kind, and what does it."""


def install(probe: Probe) -> None:
    """Wrap what starts threads, and the pool of concurrent.futures once it is imported."""

    def finish(work: ThreadWork) -> None:
        probe.notify_thread_end(work)
        work.finish()

    for name in START_FUNCTIONS:
        if hasattr(threading, name):
            wrap(threading, name, wrap_start(finish))

    def on_import(module: ModuleType) -> None:
        wrap(module._WorkItem, "__init__", wrap_item)
        wrap(module._WorkItem, "run", wrap_run(finish))

    when_imported(NAME, POOL_MODULE, on_import)
    when_imported(NAME, "gevent", lambda module: follow_greenlets(module, finish))


def tell(work: ThreadWork | None, what: str, started: Any) -> None:
    """Tell the listeners what was started; an exception of theirs is a fault."""
    for listener in listeners if work is not None else ():
        try:
            listener(work, what, started)  # type: ignore[arg-type]  # there is one
        except Exception as error:
            report_fault(NAME, error)


def is_pool_thread(function: Any) -> bool:
    """Return whether a thread to be started belongs to a pool, whose work items are handed on one by one."""
    pool = sys.modules.get(POOL_MODULE)
    return pool is not None and attribute_of_thread(function, "_target") is pool.__dict__.get("_worker")


def attribute_of_thread(function: Any, name: str) -> Any:
    """Return an attribute of the Thread whose method is to be run, without calling code of the guest."""
    if type(function) is not MethodType or not is_a(function.__self__, threading.Thread):
        return None
    return object.__getattribute__(function.__self__, "__dict__").get(name)


def wrap_start(finish: Callable[[ThreadWork], None]) -> Callable[[Any], Any]:
    """Return a wrapper for a function that starts a thread, which calls its first argument."""

    def make_wrapper(original: Any) -> Any:
        def start(function: Any, *args: Any, **kwargs: Any) -> Any:
            if current_exchange() is None:
                return original(function, *args, **kwargs)
            try:
                work = None if is_pool_thread(function) else hand_on()
            except Exception as error:
                report_fault(NAME, error)
                work = None
            if work is None:
                return original(function, *args, **kwargs)
            tell(work, "thread", function)
            return original(in_thread(function, work, finish), *args, **kwargs)

        return start

    return make_wrapper


def in_thread(function: Any, work: ThreadWork, finish: Callable[[ThreadWork], None]) -> Any:
    """Return what a new thread calls instead of this function."""

    def run(*args: Any, **kwargs: Any) -> Any:
        context = attribute_of_thread(function, "_context")
        name = attribute_of_thread(function, "_name") or ""
        if context is None:
            start_work(work, name)
        else:  # since Python 3.14 a thread runs in a context of its own
            context.run(start_work, work, name)
        try:
            return function(*args, **kwargs)
        finally:
            finish(work)

    return run


def follow_greenlets(module: ModuleType, finish: Callable[[ThreadWork], None]) -> None:
    """Hand the exchange on to each greenlet that gevent starts, which has an empty context otherwise."""

    def on_spawn(greenlet: Any) -> None:
        if current_exchange() is None or greenlet.gr_context is not None:
            return
        work = hand_on()
        if work is not None:
            tell(work, "greenlet", greenlet)
            greenlet.gr_context = Context()
            greenlet.gr_context.run(start_work, work, "greenlet")
            greenlet.rawlink(lambda _: finish(work))

    module.Greenlet.add_spawn_callback(on_spawn)


def wrap_item(original: Any) -> Any:
    """Wrap the creation of a work item, in the thread that submits it."""

    def __init__(item: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807 - it becomes that method
        original(item, *args, **kwargs)
        if current_exchange() is not None:
            try:
                item.__dict__[SLOT] = work = hand_on()
                tell(work, "item", item)
            except Exception as error:
                report_fault(NAME, error)

    return __init__


def wrap_run(finish: Callable[[ThreadWork], None]) -> Callable[[Any], Any]:
    """Return a wrapper for the run of a work item, in a thread that works for many exchanges."""

    def make_wrapper(original: Any) -> Any:
        def run(item: Any, *args: Any, **kwargs: Any) -> Any:
            work = item.__dict__.pop(SLOT, None)
            if work is None:
                Recorder.set_current(None)
            else:
                start_work(work, thread_name())
            try:
                return original(item, *args, **kwargs)
            finally:
                if work is not None:
                    finish(work)
                Recorder.set_current(None)

        return run

    return make_wrapper
