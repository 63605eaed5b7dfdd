"""Run experiments on threads of their own, because there are few threads for requests."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

from server.i18n import gettext as _
from server.model.problem import Problem
from server.model.problem_code import ProblemCode

LOG = logging.getLogger(__name__)
MOST_RUNNING: Final = 2

Key = tuple[str, str, str]
"""What a job works on: `(lab, claim, action)`."""

Result = TypeVar("Result")

StartThread = Callable[[str, Callable[[], None]], None]
"""Starts a function on a new thread of that name and returns at once."""


@dataclass(slots=True)
class Job(Generic[Result]):
    """Work that runs or has ended; `result` is set before `done` is, to a Problem if the work raised."""

    done: threading.Event = field(default_factory=threading.Event)
    result: Result | Problem | None = None


class JobRunner:
    """Runs jobs, at most `most_running` at once; the others wait. Methods may be called from any thread."""

    def __init__(self, start_thread: StartThread, most_running: int = MOST_RUNNING) -> None:
        self._start_thread = start_thread
        self._jobs: dict[Key, Job[Any]] = {}
        self._lock = threading.Lock()
        self._slots = threading.BoundedSemaphore(most_running)
        self._waiters = threading.BoundedSemaphore(most_running)

    def start(self, key: Key, work: Callable[[], Result | Problem]) -> Job[Result]:
        """Start `work` on a thread and return at once; if a job of that key runs already, return that one."""
        with self._lock:
            running = self._jobs.get(key)
            if running is not None:
                return running
            job = self._jobs[key] = Job[Result]()
        self._start_thread(f"decide-{key[1]}", lambda: self._run(key, job, work))
        return job

    def running(self, key: Key) -> Job[Any] | None:
        """Return the job of that key that has not ended, or None."""
        with self._lock:
            return self._jobs.get(key)

    def wait(self, job: Job[Any], seconds: float) -> bool:
        """Return whether the job ends within `seconds`; False at once if enough requests wait already."""
        if job.done.is_set():
            return True
        if not self._waiters.acquire(blocking=False):
            return False
        try:
            return job.done.wait(seconds)
        finally:
            self._waiters.release()

    def _run(self, key: Key, job: Job[Result], work: Callable[[], Result | Problem]) -> None:
        try:
            with self._slots:
                job.result = work()
        except Exception as error:  # must reach the page: no one sees it on this thread
            LOG.exception("deciding %s of %s failed", key[1], key[0])
            job.result = failed(error)
        finally:
            with self._lock:
                self._jobs.pop(key, None)
            job.done.set()


def failed(error: Exception) -> Problem:
    """Return the Problem of an error in the machinery around an experiment."""
    return Problem(
        code=ProblemCode.EXPERIMENT_BROKE,
        cause=_("The experiment could not be run: %(error)s.", error=type(error).__name__),
        remedy=_("Try again; if it happens again, the log has the details."),
        detail=str(error),
    )
