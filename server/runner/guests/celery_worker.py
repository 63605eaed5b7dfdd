"""A Celery worker beside a guest: started and stopped from the bench, and gone when the guest is."""

import os
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final, Protocol

from server.model.guest import Target, WorkerState, WorkerStatus
from server.model.problem import Problem
from server.runner.channel.protocol import Job, Message, Working
from server.runner.guests import problems
from server.runner.guests.problems import Exited, Reason
from server.runner.guests.run import GuestRun, LaunchSpec
from server.runner.recording.task_updates import RunningTasks, TaskUpdates
from server.runner.redaction.events import redact_text

# What a worker may take to put away what it is at, once it was asked to end.
GRACE_SECONDS: Final = 1.0
STOP_SECONDS: Final = 8.0
ARGUMENTS: Final = (
    "--loglevel=INFO",
    "--concurrency=2",
    "--without-gossip",
    "--without-mingle",
    # Celery's pool of processes needs fork(2).
    *(("--pool=solo",) if os.name == "nt" else ()),
)


class ProcessSource(Protocol):
    """What gives a process for a recipe; OSError where none can be started."""

    def take(self, recipe: LaunchSpec) -> GuestRun:
        """A process that waits to be told what to be."""


class CeleryWorker:
    """The worker of one guest, through all its starts; every method may be called from any thread."""

    def __init__(
        self,
        target: Target,
        recipe: LaunchSpec,
        starter: ProcessSource,
        late: TaskUpdates,
        changed: Callable[[], None],
    ) -> None:
        self._target = target
        self._recipe = replace(recipe, limits=replace(recipe.limits, stop_seconds=GRACE_SECONDS))
        self._starter = starter
        self._late = late
        self._changed = changed
        self._lock = threading.RLock()
        self._run: GuestRun | None = None
        self._state = WorkerState.NONE
        self._reason: Reason | None = None
        self._underway = RunningTasks()

    @property
    def status(self) -> WorkerStatus:
        """The worker now; the problem is worded in the language of whoever asks."""
        with self._lock:
            run, state, reason = self._run, self._state, self._reason
        return WorkerStatus(
            state=state,
            problem=_without_secrets(reason()) if reason is not None else None,
            output=tuple(map(redact_text, run.process.tail.lines())) if run is not None else (),
            pid=run.process.pid if run is not None and state in _ALIVE else None,
        )

    def start(self, temporary: Path | None = None) -> None:
        """Start it, if it does not run, with the guest's folder for temporary files; returns at once."""
        with self._lock:
            if self._state in _ALIVE:
                return
            try:
                run = self._starter.take(replace(self._recipe, scratch=None, temporary=temporary))
            except OSError as error:
                why, python = str(error), str(self._recipe.python or "Python")
                self._become(WorkerState.ENDED, lambda: problems.not_started(why, python))
                return
            self._run = run
            self._become(WorkerState.STARTING, None)
        if not run.load(self, self._message()):
            self.over(run, Exited(code=None, output=""))

    def ask_to_stop(self) -> None:
        """Have its processes ended; returns at once."""
        with self._lock:
            run = self._run
            if run is None or self._state not in _ALIVE:
                return
            self._become(WorkerState.STOPPED, None)
        run.end()

    def stop(self, seconds: float = STOP_SECONDS) -> None:
        """End it; returns when its processes are gone, or after about `seconds`."""
        self.ask_to_stop()
        with self._lock:
            run = self._run
        if run is not None:
            run.close(seconds)

    def wait(self, seconds: float) -> WorkerStatus:
        """The status once it is not starting, or after `seconds`."""
        limit = time.monotonic() + seconds
        while self.status.state is WorkerState.STARTING and time.monotonic() < limit:
            time.sleep(0.02)
        return self.status

    def heard(self, run: GuestRun, message: Message) -> None:
        """Take what the worker said."""
        match message:
            case Working():
                run.deadline = None
                with self._lock:
                    if run is self._run and self._state is WorkerState.STARTING:
                        self._become(WorkerState.WORKING, None)
            case Job():
                self._underway.heard(message)
                self._late.heard(message)

    def over(self, run: GuestRun, reason: Reason) -> None:
        """Its process has ended: what it was at is lost."""
        for job in self._underway.lost(time.time()):
            self._late.heard(job)
        with self._lock:
            if run is not self._run or self._state not in _ALIVE:
                return
            if isinstance(reason, Exited):
                reason = partial(_ended, reason)
            self._become(WorkerState.ENDED, reason)

    def _become(self, state: WorkerState, reason: Reason | None) -> None:
        self._state, self._reason = state, reason
        self._changed()

    def _message(self) -> dict[str, Any]:
        return {
            "type": "work",
            "root": str(self._target.root),
            "app": self._target.app,
            "hide": [],
            "arguments": list(ARGUMENTS),
        }


_ALIVE: Final = (WorkerState.STARTING, WorkerState.WORKING)


def _ended(exited: Exited) -> Problem:
    return problems.worker_ended(exited.code, exited.output)


def _without_secrets(problem: Problem) -> Problem:
    return replace(problem, cause=redact_text(problem.cause), detail=redact_text(problem.detail))
