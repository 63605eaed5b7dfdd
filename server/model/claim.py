"""Claims, which are statements that can be true or false, and verdicts, which experiments give on them."""

from dataclasses import dataclass
from enum import StrEnum

from server.model.exchange import Exchange
from server.model.versions import Versions


class Outcome(StrEnum):
    """The result of an experiment on a claim."""

    HOLDS = "holds"
    FAILS = "fails"
    UNDECIDED = "undecided"


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """A statement of one lab; `mistake` marks a common misconception.

    `expected` pairs version ranges such as `flask>=3.2` (empty: any version) with the outcome that the
    handbook expects there; the first range that matches counts.
    """

    lab: str
    id: str
    statement: str
    mistake: bool
    expected: tuple[tuple[str, Outcome], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """The result of one experiment, with its versions and its time.

    `reason` is one sentence about what was observed; `remedy` says what would decide an undecided claim.
    `expected` is what the handbook expects on these versions, None if it expects nothing. `took` is in
    milliseconds, `decided_at` in seconds since the epoch. `exchanges` are those that decided it, the decisive
    one last.
    """

    lab: str
    claim: str
    outcome: Outcome
    reason: str
    expected: Outcome | None
    versions: Versions
    took: float
    decided_at: float
    remedy: str | None = None
    exchanges: tuple[Exchange, ...] = ()

    @property
    def explanation(self) -> str:
        """Return the reason and the remedy, if there is one, as whole sentences."""
        if not self.remedy:
            return self.reason
        return f"{self.reason}{'' if self.reason.endswith(('.', '!', '?', '…')) else '.'} {self.remedy}"

    @property
    def unexpected(self) -> bool:
        """Return whether the outcome differs from what the handbook expects."""
        return (
            self.expected is not None
            and self.outcome is not Outcome.UNDECIDED
            and self.outcome is not self.expected
        )
