"""Find the claims whose outcome a reader's edit of a lab has changed, by deciding all of them on the copy."""

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
CLAIM_SECONDS: Final = 120.0
MOST_WAITING: Final = 2
_DECIDED: Final = (Outcome.HOLDS, Outcome.FAILS)


@dataclass(frozen=True, kw_only=True, slots=True)
class ClaimEffect:
    """One claim's outcome on the `printed` lab and `now`, on the copy; each None while it is unknown.

    `reason` says why the claim is undecided on the copy; `version` is the run's version that added this.
    """

    claim: Claim
    printed: Outcome | None = None
    now: Outcome | None = None
    reason: str = ""
    version: int = 0

    @property
    def done(self) -> bool:
        """Whether the claim was tried on the copy."""
        return self.now is not None

    @property
    def turned(self) -> bool:
        """Whether the outcome on the copy is the opposite."""
        return self.now in _DECIDED and self.printed in _DECIDED and self.now is not self.printed


@dataclass(frozen=True, kw_only=True, slots=True)
class EffectRun:
    """A run over the claims of one lab at one moment; `version` grows with every change."""

    version: int = 0
    running: bool = False
    rows: tuple[ClaimEffect, ...] = ()

    @property
    def done(self) -> int:
        """How many claims were tried on the copy."""
        return sum(row.done for row in self.rows)

    @property
    def turned(self) -> tuple[ClaimEffect, ...]:
        """The claims with the opposite outcome on the copy."""
        return tuple(row for row in self.rows if row.turned)

    @property
    def undecided(self) -> tuple[ClaimEffect, ...]:
        """The claims that are undecided on the copy."""
        return tuple(row for row in self.rows if row.now is Outcome.UNDECIDED)

    @property
    def same(self) -> tuple[ClaimEffect, ...]:
        """The claims with the same outcome on the copy as on the printed lab."""
        return tuple(row for row in self.rows if row.now in _DECIDED and not row.turned)


class Decider(Protocol):
    """Decides one claim of a lab as the reader has it."""

    def restart(self, lab: Lab, claim: Claim) -> Job[Verdict]:
        """Start to decide the claim on the files as they are now, after a running experiment has ended."""

    def printed_outcome(self, lab: Lab, claim: Claim) -> Outcome | None:
        """Return the outcome on the printed lab; None if it is unknown."""


class EditEffects:
    """Holds the last run over each lab; methods may be called from any thread."""

    def __init__(
        self, decider: Decider, is_shown: Callable[[Lab, Claim], bool], start_thread: StartThread
    ) -> None:
        """Claims whose verdict `is_shown` on the page are decided before the others."""
        self._decider = decider
        self._is_shown = is_shown
        self._start_thread = start_thread
        self._changed = threading.Condition()
        self._runs: dict[str, EffectRun] = {}
        self._generations: dict[str, int] = {}  # by lab: a thread of an earlier generation must stop
        self._waiters = threading.BoundedSemaphore(MOST_WAITING)

    def of(self, lab: Lab) -> EffectRun:
        """Return the last run over a lab; a run without rows if there was none."""
        return self._runs.get(lab.slug, EffectRun())

    def start(self, lab: Lab) -> EffectRun:
        """Start to decide every claim on the copy as it is now, and stop an earlier run of the lab."""
        with self._changed:
            generation = self._next_generation(lab)
            run = EffectRun(
                version=self.of(lab).version + 1,
                running=True,
                rows=tuple(ClaimEffect(claim=claim) for claim in lab.claims),
            )
            self._runs[lab.slug] = run
            self._changed.notify_all()
        self._start_thread(f"edit-effects-{lab.slug}", lambda: self._run(lab, generation))
        return run

    def stop(self, lab: Lab) -> None:
        """Stop and drop a lab's run, because its copy is gone or does not start."""
        with self._changed:
            self._next_generation(lab)
            self._runs[lab.slug] = EffectRun(version=self.of(lab).version + 1)
            self._changed.notify_all()

    def watch(self, lab: Lab, version: int, seconds: float) -> EffectRun:
        """Return the run once its version is not `version` any more, or after `seconds`.

        Returns at once if two requests wait already: each holds one of the few threads for requests.
        """
        if not self._waiters.acquire(blocking=False):
            return self.of(lab)
        try:
            with self._changed:
                self._changed.wait_for(lambda: self.of(lab).version != version, seconds)
                return self.of(lab)
        finally:
            self._waiters.release()

    def _next_generation(self, lab: Lab) -> int:
        self._generations[lab.slug] = self._generations.get(lab.slug, 0) + 1
        return self._generations[lab.slug]

    def _run(self, lab: Lab, generation: int) -> None:
        try:
            for claim in sorted(lab.claims, key=lambda claim: not self._is_shown(lab, claim)):
                if self._generations[lab.slug] != generation:
                    return
                row = self._decide(lab, claim)
                self._change(lab, generation, partial(_with_row, row=row))
        except Exception:  # the page must not wait for ever
            LOG.exception("deciding the copy of %s failed", lab.slug)
        finally:
            self._change(lab, generation, lambda run: replace(run, running=False))

    def _decide(self, lab: Lab, claim: Claim) -> ClaimEffect:
        job = self._decider.restart(lab, claim)
        job.done.wait(CLAIM_SECONDS)
        result = job.result
        if isinstance(result, Verdict):
            reason = result.reason if result.outcome is Outcome.UNDECIDED else ""
            printed = self._decider.printed_outcome(lab, claim)
            return ClaimEffect(claim=claim, printed=printed, now=result.outcome, reason=reason)
        reason = result.cause if isinstance(result, Problem) else ""
        return ClaimEffect(claim=claim, now=Outcome.UNDECIDED, reason=reason)

    def _change(self, lab: Lab, generation: int, change: Callable[[EffectRun], EffectRun]) -> None:
        with self._changed:
            if self._generations[lab.slug] == generation:
                run = self.of(lab)
                self._runs[lab.slug] = replace(change(run), version=run.version + 1)
                self._changed.notify_all()


def _with_row(run: EffectRun, *, row: ClaimEffect) -> EffectRun:
    """Return the run with that row, which belongs to the run's next version."""
    row = replace(row, version=run.version + 1)
    return replace(run, rows=tuple(row if old.claim.id == row.claim.id else old for old in run.rows))
