"""Proving the whole handbook: one run at a time, on a thread of its own, watched and cancelled from pages."""

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from server.learning.jobs import StartThread, failed
from server.model.claim import Outcome, Verdict
from server.model.problem import Problem
from server.runner.targets.interpreters import Interpreter
from server.store import VerdictChange

LOG = logging.getLogger(__name__)


class ProofState(StrEnum):
    """How far a run has come."""

    IDLE = "idle"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    STUCK = "stuck"


@dataclass(frozen=True, kw_only=True, slots=True)
class ProofProgress:
    """A run at one moment; `version` grows with every change, `seconds` is how long it ran.

    `labs` are the titles of those under way, `on` the interpreter of which they are, if it is not ours;
    `changed` counts verdicts that are not what they were last time.
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


class ClaimProver(Protocol):
    """What decides every claim of some labs."""

    def prove(  # noqa: PLR0913 - as the real one
        self,
        slugs: Sequence[str],
        *,
        python: Path | None,
        on_verdict: Callable[[Verdict], None],
        on_labs: Callable[[tuple[str, ...]], None],
        cancel: threading.Event,
        seconds: Mapping[str, float],
    ) -> object:
        """Tell each verdict as it is found; returns a Problem where nothing could be decided."""


class ProofSession:
    """One run over the handbook, which any number of pages may watch."""

    def __init__(
        self,
        prover: ClaimProver,
        keep: Callable[[Verdict, str], VerdictChange | None],
        seconds: Callable[[], Mapping[str, float]],
        start_thread: StartThread,
    ) -> None:
        """`keep` is told each verdict with the path of its interpreter, and answers with what changed."""
        self._prover = prover
        self._keep = keep
        self._seconds = seconds
        self._start_thread = start_thread
        self._changed = threading.Condition()
        self._progress = ProofProgress()
        self._cancel = threading.Event()
        self._waiters = threading.BoundedSemaphore(2)

    @property
    def progress(self) -> ProofProgress:
        """The run at this moment."""
        return self._progress

    def start(
        self, slugs: Sequence[str], total: int, interpreters: Sequence[Interpreter] = ()
    ) -> ProofProgress:
        """Begin a run over these labs with `total` claims, or join the one under way.

        It is on our own interpreter, or on each of the others in turn.
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
        """Ask the run under way to end; what was found stays."""
        self._cancel.set()

    def watch(self, seen: int, seconds: float) -> ProofProgress:
        """The run once it has changed since version `seen`, or after `seconds`.

        At once where two requests wait already: a request holds a thread, of which there are few.
        """
        if not self._waiters.acquire(blocking=False):
            return self._progress
        try:
            with self._changed:
                self._changed.wait_for(lambda: self._progress.version != seen, seconds)
                return self._progress
        finally:
            self._waiters.release()

    def _run(
        self, slugs: tuple[str, ...], interpreters: Sequence[Interpreter | None], cancel: threading.Event
    ) -> None:
        began = time.perf_counter()
        problem: Problem | None = None
        try:
            for interpreter in interpreters:
                problem = self._prove(slugs, interpreter, cancel, began)
                if problem is not None or cancel.is_set():
                    break
        except Exception as error:  # what fails here must end on the page, not in a thread nobody reads
            LOG.exception("proving the handbook failed")
            problem = failed(error)
        problem = None if cancel.is_set() else problem
        state = ProofState.CANCELLED if cancel.is_set() else ProofState.STUCK if problem else ProofState.DONE
        took = time.perf_counter() - began
        self._change(lambda now: replace(now, state=state, problem=problem, seconds=took, labs=()))

    def _prove(
        self, slugs: tuple[str, ...], interpreter: Interpreter | None, cancel: threading.Event, began: float
    ) -> Problem | None:
        python = interpreter.path if interpreter is not None else None
        on = f"Flask {interpreter.flask}, Python {interpreter.python}" if interpreter is not None else ""
        self._change(lambda now: replace(now, on=on))

        def heard(verdict: Verdict) -> None:
            change = self._keep(verdict, str(python or ""))
            self._count(verdict, change, time.perf_counter() - began)

        answer = self._prover.prove(
            slugs,
            python=python,
            on_verdict=heard,
            on_labs=lambda labs: self._change(lambda now: replace(now, labs=labs)),
            cancel=cancel,
            seconds=self._seconds(),
        )
        return answer if isinstance(answer, Problem) else None

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
