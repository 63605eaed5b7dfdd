"""Deciding claims away from the request threads, of which there are few."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

from flask_babel import gettext as _

from server.model.problem import Problem
from server.model.problem_code import ProblemCode

LOG = logging.getLogger(__name__)
AT_ONCE: Final = 2

Key = tuple[str, str, str]


Answer = TypeVar("Answer")

StartThread = Callable[[str, Callable[[], None]], None]
"""Runs work on a new thread of that name; returns at once."""


@dataclass(slots=True)
class Job(Generic[Answer]):
    """Work under way or done; `answer` is there once `done` is set, a Problem where the work broke."""

    done: threading.Event = field(default_factory=threading.Event)
    answer: Answer | Problem | None = None


class JobRunner:
    """Runs experiments on threads of its own, at most `at_once` together; requests wait with a bound.

    A key is `(lab, claim, what)`. Asking for a key that is under way joins it instead of running it twice.
    """

    def __init__(self, start_thread: StartThread, at_once: int = AT_ONCE) -> None:
        self._start_thread = start_thread
        self._tasks: dict[Key, Job[Any]] = {}
        self._lock = threading.Lock()
        self._turns = threading.BoundedSemaphore(at_once)
        self._waiters = threading.BoundedSemaphore(at_once)

    def start(self, key: Key, work: Callable[[], Answer | Problem]) -> Job[Answer]:
        """Begin `work` on a thread, or join the one that is under way for `key`; returns at once."""
        with self._lock:
            running = self._tasks.get(key)
            if running is not None:
                return running
            task = self._tasks[key] = Job[Answer]()
        self._start_thread(f"decide-{key[1]}", lambda: self._run(key, task, work))
        return task

    def running(self, key: Key) -> Job[Any] | None:
        """The task under way for `key`, or None."""
        with self._lock:
            return self._tasks.get(key)

    def wait(self, task: Job[Any], seconds: float) -> bool:
        """Whether the task ended within `seconds`; false at once where enough requests wait already."""
        if task.done.is_set():
            return True
        if not self._waiters.acquire(blocking=False):
            return False
        try:
            return task.done.wait(seconds)
        finally:
            self._waiters.release()

    def _run(self, key: Key, task: Job[Answer], work: Callable[[], Answer | Problem]) -> None:
        try:
            with self._turns:
                task.answer = work()
        except Exception as error:  # what fails here must end on the page, not in a thread nobody reads
            LOG.exception("deciding %s of %s failed", key[1], key[0])
            task.answer = failed(error)
        finally:
            with self._lock:
                self._tasks.pop(key, None)
            task.done.set()


def failed(error: Exception) -> Problem:
    """What to say when the experiment's machinery itself broke."""
    return Problem(
        code=ProblemCode.EXPERIMENT_BROKE,
        cause=_("The experiment could not be run: %(error)s.", error=type(error).__name__),
        remedy=_("Try again; if it stays, the log has the details."),
        detail=str(error),
    )
