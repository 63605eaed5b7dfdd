"""The Celery worker beside a guest: started and stopped from the bench, and ended with the guest."""

import os
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from server.model.guest import Target, WorkerState, WorkerStatus
from server.model.problem import Problem
from server.runner.channel.protocol import Message, TaskReport, Working
from server.runner.guests import problems
from server.runner.guests.problems import Exited, LazyProblem
from server.runner.guests.run import GuestRun, LaunchSpec
from server.runner.guests.start_settings import StartSettings, load_fields
from server.runner.guests.warm_pool import WarmPool
from server.runner.recording.task_updates import RunningTasks, TaskUpdates
from server.runner.redaction.text import redact_lines, redact_text
from server.runner.targets.programs import file_of

# How long a worker may take to shut down after SIGTERM, and how long we wait for its whole tree.
GRACE_SECONDS: Final = 1.0
STOP_SECONDS: Final = 8.0
POLL_SECONDS: Final = 0.02
ARGUMENTS: Final = (
    "--loglevel=INFO",
    "--concurrency=2",
    "--without-gossip",
    "--without-mingle",
    # Celery's pool of processes needs fork(2).
    *(("--pool=solo",) if os.name == "nt" else ()),
)


class CeleryWorker:
    """The worker of one guest, through all its starts; every method may be called from any thread.

    `changed` is called without delay after each change of the state, with a lock of the worker held.
    """

    def __init__(
        self,
        target: Target,
        spec: LaunchSpec,
        warm_pool: WarmPool,
        task_updates: TaskUpdates,
        changed: Callable[[], None],
    ) -> None:
        self._target = target
        self._spec = replace(spec, limits=replace(spec.limits, stop_seconds=GRACE_SECONDS))
        self._warm_pool = warm_pool
        self._task_updates = task_updates
        self._notify_changed = changed
        self._settings = StartSettings()
        self._lock = threading.RLock()
        self._run: GuestRun | None = None
        self._state = WorkerState.NONE
        self._reason: LazyProblem | None = None
        self._running_tasks = RunningTasks()

    @property
    def status(self) -> WorkerStatus:
        """The worker now; the problem is in the language of the caller."""
        with self._lock:
            run, state, reason = self._run, self._state, self._reason
        return WorkerStatus(
            state=state,
            problem=_redacted(reason()) if reason is not None else None,
            output=redact_lines(run.process.tail.lines()) if run is not None else (),
            pid=run.process.pid if run is not None and state in _ALIVE else None,
        )

    @property
    def printed(self) -> int:
        """How many bytes its current process has printed."""
        with self._lock:
            run = self._run
        return run.process.tail.fed if run is not None else 0

    def use_settings(self, settings: StartSettings) -> None:
        """Run with other settings from the next start on."""
        with self._lock:
            self._settings = settings
            self._spec = replace(self._spec, variables=settings.early_variables)

    def use_python(self, python: Path | None) -> None:
        """Run on another interpreter from the next start on."""
        with self._lock:
            self._spec = replace(self._spec, python=python)

    def start(self, temporary: Path | None = None) -> None:
        """Start it if it does not run; return at once.

        `temporary` is the guest's folder for temporary files.
        """
        with self._lock:
            if self._state in _ALIVE:
                return
            try:
                run = self._warm_pool.take(replace(self._spec, scratch=None, temporary=temporary))
            except OSError as error:
                start_error, python = str(error), str(self._spec.python or "Python")
                self._enter(WorkerState.ENDED, lambda: problems.not_started(start_error, python))
                return
            self._run = run
            self._enter(WorkerState.STARTING, None)
        if not run.load(self, self._work_message()):
            self.run_ended(run, Exited(code=None, output=""))

    def request_stop(self) -> None:
        """Have its processes ended; return at once."""
        with self._lock:
            run = self._run
            if run is None or self._state not in _ALIVE:
                return
            self._enter(WorkerState.STOPPED, None)
        run.stop()

    def stop(self, seconds: float = STOP_SECONDS) -> None:
        """Stop it; return when its processes are gone, or after about `seconds`."""
        self.request_stop()
        with self._lock:
            run = self._run
        if run is not None:
            run.close(seconds)

    def wait(self, seconds: float) -> WorkerStatus:
        """Return the status once it is not STARTING, or after `seconds`."""
        limit = time.monotonic() + seconds
        while self.status.state is WorkerState.STARTING and time.monotonic() < limit:
            time.sleep(POLL_SECONDS)
        return self.status

    def handle(self, run: GuestRun, message: Message) -> None:
        """Handle a message from the worker's process."""
        match message:
            case Working():
                run.deadline = None
                with self._lock:
                    if run is self._run and self._state is WorkerState.STARTING:
                        self._enter(WorkerState.WORKING, None)
            case TaskReport():
                self._running_tasks.add(message)
                self._task_updates.add(message)

    def run_ended(self, run: GuestRun, reason: LazyProblem) -> None:
        """Report the tasks that it was running as lost, and enter ENDED unless it was asked to stop."""
        lost = self._running_tasks.lose_all(time.time())
        for report in lost:
            self._task_updates.add(report)
        with self._lock:
            if run is not self._run or self._state not in _ALIVE:
                return
            if isinstance(reason, Exited):
                reason = partial(problems.worker_ended, reason.code, reason.output, len(lost))
            self._enter(WorkerState.ENDED, reason)

    def _enter(self, state: WorkerState, reason: LazyProblem | None) -> None:
        self._state, self._reason = state, reason
        self._notify_changed()

    def _work_message(self) -> dict[str, Any]:
        fields = load_fields(self._target, self._settings)
        program = fields.pop("program")
        return {
            "type": "work",
            **fields,
            "app": file_of(self._target) if program else fields["app"],
            "hide": [],
            "arguments": list(ARGUMENTS),
        }


_ALIVE: Final = (WorkerState.STARTING, WorkerState.WORKING)


def _redacted(problem: Problem) -> Problem:
    return replace(problem, cause=redact_text(problem.cause), detail=redact_text(problem.detail))
