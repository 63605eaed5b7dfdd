"""Which claims an edit has turned: all of a lab's, decided on the reader's copy beside the printed lab."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, Protocol

from server.learning.jobs import Job, StartThread
from server.model.claim import Claim, Outcome, Verdict
from server.model.lab import Lab
from server.model.problem import Problem

LOG = logging.getLogger(__name__)
TASK_SECONDS: Final = 120.0
_DECIDED: Final = (Outcome.HOLDS, Outcome.FAILS)


@dataclass(frozen=True, kw_only=True, slots=True)
class ClaimEffect:
    """One claim: what it came out as on the `printed` lab and `now`, on the copy; None while not known.

    `reason` says why it cannot be decided on the copy; `version` is that of the run when this was found.
    """

    claim: Claim
    printed: Outcome | None = None
    now: Outcome | None = None
    reason: str = ""
    version: int = 0

    @property
    def done(self) -> bool:
        """Whether it was tried on the copy."""
        return self.now is not None

    @property
    def turned(self) -> bool:
        """Whether it came out the other way."""
        return self.now in _DECIDED and self.printed in _DECIDED and self.now is not self.printed


@dataclass(frozen=True, kw_only=True, slots=True)
class EffectRun:
    """A run over one lab at one moment; `version` grows with every change."""

    version: int = 0
    running: bool = False
    rows: tuple[ClaimEffect, ...] = ()

    @property
    def done(self) -> int:
        """How many claims were tried."""
        return sum(row.done for row in self.rows)

    @property
    def turned(self) -> tuple[ClaimEffect, ...]:
        """Those that came out the other way."""
        return tuple(row for row in self.rows if row.turned)

    @property
    def undecided(self) -> tuple[ClaimEffect, ...]:
        """Those that cannot be decided on the copy."""
        return tuple(row for row in self.rows if row.now is Outcome.UNDECIDED)

    @property
    def same(self) -> tuple[ClaimEffect, ...]:
        """Those that came out as on the printed lab."""
        return tuple(row for row in self.rows if row.now in _DECIDED and not row.turned)


class Decider(Protocol):
    """What decides one claim of a lab as the reader has it."""

    def anew(self, lab: Lab, claim: Claim) -> Job[Verdict]:
        """Begin to decide the claim; what was under way before is not joined."""

    def printed(self, lab: Lab, claim: Claim) -> Outcome | None:
        """What it came out as on the lab as printed."""

    def shows(self, lab: Lab, claim: Claim) -> bool:
        """Whether the reader sees its verdict."""


class EditEffects:
    """The runs of all labs, the last of each; methods may be called from any thread."""

    def __init__(self, decider: Decider, start_thread: StartThread) -> None:
        self._decider = decider
        self._start_thread = start_thread
        self._changed = threading.Condition()
        self._runs: dict[str, EffectRun] = {}
        self._begun: dict[str, int] = {}
        self._waiters = threading.BoundedSemaphore(2)

    def of(self, lab: Lab) -> EffectRun:
        """The last run over a lab; one without rows where there was none."""
        return self._runs.get(lab.slug, EffectRun())

    def start(self, lab: Lab) -> EffectRun:
        """Begin to decide every claim on the copy as it is now; a run under way ends."""
        with self._changed:
            mine = self._begun[lab.slug] = self._begun.get(lab.slug, 0) + 1
            version = self.of(lab).version + 1
            run = EffectRun(
                version=version, running=True, rows=tuple(ClaimEffect(claim=claim) for claim in lab.claims)
            )
            self._runs[lab.slug] = run
            self._changed.notify_all()
        self._start_thread(f"turn-{lab.slug}", lambda: self._run(lab, mine))
        return run

    def stop(self, lab: Lab) -> None:
        """Forget a lab's run: there is no copy any more."""
        with self._changed:
            self._begun[lab.slug] = self._begun.get(lab.slug, 0) + 1
            self._runs[lab.slug] = EffectRun(version=self.of(lab).version + 1)
            self._changed.notify_all()

    def watch(self, lab: Lab, seen: int, seconds: float) -> EffectRun:
        """The run once it has changed since version `seen`, or after `seconds`.

        At once where two requests wait already: a request holds a thread, of which there are few.
        """
        if not self._waiters.acquire(blocking=False):
            return self.of(lab)
        try:
            with self._changed:
                self._changed.wait_for(lambda: self.of(lab).version != seen, seconds)
                return self.of(lab)
        finally:
            self._waiters.release()

    def _run(self, lab: Lab, mine: int) -> None:
        try:
            # First those whose verdicts stand on the page.
            for claim in sorted(lab.claims, key=lambda claim: not self._decider.shows(lab, claim)):
                if self._begun[lab.slug] != mine:
                    return
                row = self._tried(lab, claim)
                self._change(lab, mine, partial(_with, row=row))
        except Exception:  # the page must not wait for what will not come
            LOG.exception("deciding the copy of %s failed", lab.slug)
        finally:
            self._change(lab, mine, lambda run: replace(run, running=False))

    def _tried(self, lab: Lab, claim: Claim) -> ClaimEffect:
        task = self._decider.anew(lab, claim)
        task.done.wait(TASK_SECONDS)
        found = task.answer
        if isinstance(found, Verdict):
            reason = found.reason if found.outcome is Outcome.UNDECIDED else ""
            printed = self._decider.printed(lab, claim)
            return ClaimEffect(claim=claim, printed=printed, now=found.outcome, reason=reason)
        reason = found.cause if isinstance(found, Problem) else ""
        return ClaimEffect(claim=claim, now=Outcome.UNDECIDED, reason=reason)

    def _change(self, lab: Lab, mine: int, change: Callable[[EffectRun], EffectRun]) -> None:
        with self._changed:
            if self._begun[lab.slug] == mine:
                run = self.of(lab)
                self._runs[lab.slug] = replace(change(run), version=run.version + 1)
                self._changed.notify_all()


def _with(run: EffectRun, *, row: ClaimEffect) -> EffectRun:
    """The run with what was found of one claim, as of the version that follows."""
    found = replace(row, version=run.version + 1)
    return replace(run, rows=tuple(found if old.claim.id == row.claim.id else old for old in run.rows))
