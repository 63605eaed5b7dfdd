"""Proving the whole handbook: one run at a time, on a thread of its own, watched and cancelled from pages."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from server.model.claim import Outcome, Verdict
from server.model.guest import Problem
from server.web.handbook_background import begin
from server.web.handbook_deciding import failed

LOG = logging.getLogger(__name__)


class ProofState(StrEnum):
    """How far a run has come."""

    IDLE = "idle"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    STUCK = "stuck"


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """A run at one moment; `version` grows with every change, `seconds` is how long it ran."""

    version: int = 0
    state: ProofState = ProofState.IDLE
    total: int = 0
    done: int = 0
    holds: int = 0
    fails: int = 0
    undecided: int = 0
    unexpected: int = 0
    seconds: float = 0.0
    problem: Problem | None = None


class Prover(Protocol):
    """What decides every claim of some labs."""

    def prove(
        self, slugs: Sequence[str], *, on_verdict: Callable[[Verdict], None], cancel: threading.Event
    ) -> object:
        """Tell each verdict as it is found; returns a Problem where nothing could be decided."""


class Proving:
    """One run over the handbook, which any number of pages may watch."""

    def __init__(self, prover: Prover, keep: Callable[[Verdict], object]) -> None:
        self._prover = prover
        self._keep = keep
        self._changed = threading.Condition()
        self._progress = Progress()
        self._cancel = threading.Event()
        self._waiters = threading.BoundedSemaphore(2)

    @property
    def progress(self) -> Progress:
        """The run at this moment."""
        return self._progress

    def start(self, slugs: Sequence[str], total: int) -> Progress:
        """Begin a run over these labs with `total` claims, or join the one under way."""
        with self._changed:
            if self._progress.state is ProofState.RUNNING:
                return self._progress
            self._cancel = cancel = threading.Event()
            version = self._progress.version + 1
            self._progress = Progress(version=version, state=ProofState.RUNNING, total=total)
            self._changed.notify_all()
        begin("prove-all", lambda: self._run(tuple(slugs), cancel))
        return self._progress

    def cancel(self) -> None:
        """Ask the run under way to end; what was found stays."""
        self._cancel.set()

    def watch(self, seen: int, seconds: float) -> Progress:
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

    def _run(self, slugs: tuple[str, ...], cancel: threading.Event) -> None:
        began = time.perf_counter()

        def heard(verdict: Verdict) -> None:
            self._keep(verdict)
            self._count(verdict, time.perf_counter() - began)

        problem: Problem | None = None
        try:
            answer = self._prover.prove(slugs, on_verdict=heard, cancel=cancel)
            problem = answer if isinstance(answer, Problem) else None
        except Exception as error:  # what fails here must end on the page, not in a thread nobody reads
            LOG.exception("proving the handbook failed")
            problem = failed(error)
        problem = None if cancel.is_set() else problem
        state = ProofState.CANCELLED if cancel.is_set() else ProofState.STUCK if problem else ProofState.DONE
        took = time.perf_counter() - began
        self._change(lambda now: replace(now, state=state, problem=problem, seconds=took))

    def _count(self, verdict: Verdict, seconds: float) -> None:
        self._change(
            lambda now: replace(
                now,
                done=now.done + 1,
                holds=now.holds + (verdict.outcome is Outcome.HOLDS),
                fails=now.fails + (verdict.outcome is Outcome.FAILS),
                undecided=now.undecided + (verdict.outcome is Outcome.UNDECIDED),
                unexpected=now.unexpected + verdict.unexpected,
                seconds=seconds,
            )
        )

    def _change(self, change: Callable[[Progress], Progress]) -> None:
        with self._changed:
            now = self._progress
            self._progress = replace(change(now), version=now.version + 1)
            self._changed.notify_all()
