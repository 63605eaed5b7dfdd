"""A statement that can be true or false, and what an experiment found."""

from dataclasses import dataclass
from enum import StrEnum

from server.model.exchange import Exchange
from server.model.versions import Versions


class Outcome(StrEnum):
    """How a claim came out."""

    HOLDS = "holds"
    FAILS = "fails"
    UNDECIDED = "undecided"


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """A statement of one lab; `mistake` marks what people believe although it is false.

    `expected` pairs a version range such as `flask>=3.2` (empty: any) with the outcome the handbook expects
    there; the first range that fits counts.
    """

    lab: str
    id: str
    statement: str
    mistake: bool
    expected: tuple[tuple[str, Outcome], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What an experiment found, where and when.

    `reason` is one sentence of what was observed; `remedy` says what would decide an undecided claim.
    `expected` is what the handbook expects on these versions, None where it expects nothing. `took` is in
    milliseconds, `decided_at` in seconds since the epoch. `exchanges` decided it, the deciding one last.
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
    def told(self) -> str:
        """The reason, and the remedy after it where there is one, as whole sentences."""
        if not self.remedy:
            return self.reason
        return f"{self.reason}{'' if self.reason.endswith(('.', '!', '?', '…')) else '.'} {self.remedy}"

    @property
    def unexpected(self) -> bool:
        """Whether reality differs from what the handbook expects."""
        return (
            self.expected is not None
            and self.outcome is not Outcome.UNDECIDED
            and self.outcome is not self.expected
        )
