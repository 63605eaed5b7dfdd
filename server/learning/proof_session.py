"""Run all claims of the handbook on a background thread that pages start, watch and cancel."""

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Protocol

from server.handbook.prove.options import ProveOptions
from server.learning.jobs import StartThread, failed
from server.model.claim import Outcome, Verdict
from server.model.problem import Problem
from server.runner.targets.interpreters import Interpreter
from server.store import VerdictChange

LOG = logging.getLogger(__name__)
MOST_WAITING: Final = 2


class ProofState(StrEnum):
    """The state of a run."""

    IDLE = "idle"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    STUCK = "stuck"


@dataclass(frozen=True, kw_only=True, slots=True)
class ProofProgress:
    """A run at one moment; `version` grows with every change, `seconds` is how long it has run.

    `labs` are the titles of the labs that run now, `on` names their interpreter if it is not ours. `changed`
    counts the verdicts that differ from the ones before.
    """

    version: int = 0
    state: ProofState = ProofState.IDLE
    total: int = 0
    done: int = 0
    holds: int = 0
    fails: int = 0
    undecided: int = 0
    unexpected: int = 0
    seconds: float = 0.0
    changed: int = 0
    labs: tuple[str, ...] = ()
    on: str = ""
    problem: Problem | None = None


class LabsProver(Protocol):
    """Decides every claim of some labs."""

    def prove(self, slugs: Sequence[str], options: ProveOptions) -> object:
        """Decide the claims, and call the functions of `options`; return a Problem if nothing was decided."""


class ProofSession:
    """Runs one proof at a time, which any number of pages may watch; safe between threads."""

    def __init__(
        self,
        prover: LabsProver,
        record: Callable[[Verdict, str], VerdictChange | None],
        seconds: Callable[[], Mapping[str, float]],
        start_thread: StartThread,
    ) -> None:
        """`record` gets each verdict with the path of its interpreter ("": ours) and returns what it changed.

        `seconds` returns how long each lab took before.
        """
        self._prover = prover
        self._record = record
        self._seconds = seconds
        self._start_thread = start_thread
        self._changed = threading.Condition()
        self._progress = ProofProgress()
        self._cancel = threading.Event()
        self._waiters = threading.BoundedSemaphore(MOST_WAITING)

    @property
    def progress(self) -> ProofProgress:
        """The progress at this moment."""
        return self._progress

    def start(
        self, slugs: Sequence[str], total: int, interpreters: Sequence[Interpreter] = ()
    ) -> ProofProgress:
        """Start a run over these labs, which have `total` claims, or join the one that runs.

        It uses our own interpreter, or each of the `interpreters` in turn.
        """
        with self._changed:
            if self._progress.state is ProofState.RUNNING:
                return self._progress
            self._cancel = cancel = threading.Event()
            version = self._progress.version + 1
            total *= max(len(interpreters), 1)
            self._progress = ProofProgress(version=version, state=ProofState.RUNNING, total=total)
            self._changed.notify_all()
        self._start_thread(
            "prove-all", lambda: self._run(tuple(slugs), tuple(interpreters) or (None,), cancel)
        )
        return self._progress

    def cancel(self) -> None:
        """Ask the run to end; the verdicts so far are kept."""
        self._cancel.set()

    def watch(self, version: int, seconds: float) -> ProofProgress:
        """Return the progress once its version is not `version` any more, or after `seconds`.

        Returns at once if two requests wait already: each holds one of the few threads for requests.
        """
        if not self._waiters.acquire(blocking=False):
            return self._progress
        try:
            with self._changed:
                self._changed.wait_for(lambda: self._progress.version != version, seconds)
                return self._progress
        finally:
            self._waiters.release()

    def _run(
        self, slugs: tuple[str, ...], interpreters: Sequence[Interpreter | None], cancel: threading.Event
    ) -> None:
        started = time.perf_counter()
        problem: Problem | None = None
        try:
            for interpreter in interpreters:
                problem = self._prove(slugs, interpreter, cancel, started)
                if problem is not None or cancel.is_set():
                    break
        except Exception as error:  # must reach the page: no one sees it on this thread
            LOG.exception("proving the handbook failed")
            problem = failed(error)
        problem = None if cancel.is_set() else problem
        state = ProofState.CANCELLED if cancel.is_set() else ProofState.STUCK if problem else ProofState.DONE
        took = time.perf_counter() - started
        self._change(lambda now: replace(now, state=state, problem=problem, seconds=took, labs=()))

    def _prove(
        self, slugs: tuple[str, ...], interpreter: Interpreter | None, cancel: threading.Event, started: float
    ) -> Problem | None:
        python = interpreter.path if interpreter is not None else None
        on = f"Flask {interpreter.flask}, Python {interpreter.python}" if interpreter is not None else ""
        self._change(lambda now: replace(now, on=on))

        def record(verdict: Verdict) -> None:
            change = self._record(verdict, str(python or ""))
            self._count(verdict, change, time.perf_counter() - started)

        report = self._prover.prove(
            slugs,
            ProveOptions(
                python=python,
                on_verdict=record,
                on_labs=lambda labs: self._change(lambda now: replace(now, labs=labs)),
                cancel=cancel,
                seconds=self._seconds(),
            ),
        )
        return report if isinstance(report, Problem) else None

    def _count(self, verdict: Verdict, change: VerdictChange | None, seconds: float) -> None:
        self._change(
            lambda now: replace(
                now,
                done=now.done + 1,
                holds=now.holds + (verdict.outcome is Outcome.HOLDS),
                fails=now.fails + (verdict.outcome is Outcome.FAILS),
                undecided=now.undecided + (verdict.outcome is Outcome.UNDECIDED),
                unexpected=now.unexpected + verdict.unexpected,
                changed=now.changed + (change is not None),
                seconds=seconds,
            )
        )

    def _change(self, change: Callable[[ProofProgress], ProofProgress]) -> None:
        with self._changed:
            now = self._progress
            self._progress = replace(change(now), version=now.version + 1)
            self._changed.notify_all()
