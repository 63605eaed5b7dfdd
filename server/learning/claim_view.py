"""One claim of a lab's page as the reader may see it at the moment."""

from dataclasses import dataclass

from server.learning.version_results import VersionResult
from server.model.claim import Claim, Outcome
from server.model.problem import Problem
from server.store import StoredVerdict, VerdictChange


@dataclass(frozen=True, kw_only=True, slots=True)
class ClaimView:
    """A claim as its reader may see it now.

    `guess` is None until the reader predicts the outcome or has it `skipped`; from then on `verdict` is
    shown, which is None while the experiment runs or where there is a `problem`. `own`: the verdict was found
    on the reader's working copy. `turned`: what the printed lab shows instead, now or the last time, where
    that differs. `printed`: the outcome on the printed lab, None where it is unknown. `stale`: the verdict is
    older than an edit with which the lab does not start. `tried`: the versions that the claim was decided on.
    `changes`: verdicts that differ from the one before.
    """

    claim: Claim
    guess: Outcome | None = None
    skipped: bool = False
    verdict: StoredVerdict | None = None
    running: bool = False
    own: bool = False
    turned: Outcome | None = None
    printed: Outcome | None = None
    stale: bool = False
    problem: Problem | None = None
    tried: tuple[VersionResult, ...] = ()
    changes: tuple[VerdictChange, ...] = ()

    @property
    def state(self) -> str:
        """`open` (not shown), `running`, `decided`, or `stuck`: no verdict, and none to be expected."""
        if not self.shown:
            return "open"
        if self.running:
            return "running"
        return "decided" if self.verdict is not None and self.problem is None else "stuck"

    @property
    def shown(self) -> bool:
        """Whether the reader may see the outcome."""
        return self.guess is not None or self.skipped

    @property
    def right(self) -> bool | None:
        """Whether the guess was right; None where nothing was decided.

        A guess is about the printed lab, so a verdict on the reader's copy does not count.
        """
        if self.guess is None or self.verdict is None or self.verdict.outcome is Outcome.UNDECIDED:
            return None
        outcome = self.printed if self.own else self.verdict.outcome
        return None if outcome is None else self.guess is outcome
