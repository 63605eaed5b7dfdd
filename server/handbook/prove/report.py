"""The verdicts of a proving run, and the JSON object that `fumehood prove --json` prints."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.model.claim import Claim, Outcome, Verdict
from server.model.versions import Versions
from server.store import VerdictChange


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """Every claim of one run with its verdict, in the handbook's order; `seconds` is the duration."""

    versions: Versions
    seconds: float
    verdicts: tuple[tuple[Claim, Verdict], ...]

    @property
    def unexpected(self) -> tuple[Verdict, ...]:
        """The verdicts that differ from what the handbook expects."""
        return tuple(verdict for _, verdict in self.verdicts if verdict.unexpected)

    def count(self, outcome: Outcome) -> int:
        """Return how many claims have that outcome."""
        return sum(verdict.outcome is outcome for _, verdict in self.verdicts)

    def summary(self) -> dict[str, int]:
        """Return the numbers of labs, of claims, and of claims by outcome."""
        return {
            "labs": len({claim.lab for claim, _ in self.verdicts}),
            "claims": len(self.verdicts),
            "holds": self.count(Outcome.HOLDS),
            "fails": self.count(Outcome.FAILS),
            "undecided": self.count(Outcome.UNDECIDED),
            "unexpected": len(self.unexpected),
        }

    def to_json(self, changes: Mapping[tuple[str, str], VerdictChange]) -> dict[str, Any]:
        """Return `{versions, seconds, claims: [...], summary: {...}}`; units are in the names.

        `changes` are the changed verdicts, by lab and claim, that the user has not acknowledged.
        """
        return {
            "versions": self.versions.as_dict(),
            "seconds": round(self.seconds, 3),
            "claims": [
                {
                    "lab": claim.lab,
                    "id": claim.id,
                    "statement": claim.statement,
                    **claim_to_json(verdict, changes.get((claim.lab, claim.id))),
                }
                for claim, verdict in self.verdicts
            ],
            "summary": self.summary(),
        }


def claim_to_json(verdict: Verdict, change: VerdictChange | None) -> dict[str, Any]:
    """Return a claim's verdict as JSON, with the verdict before it if that has changed."""
    return {
        "verdict": verdict.outcome.value,
        "expected": verdict.expected.value if verdict.expected else None,
        "reason": verdict.explanation,
        "took_ms": round(verdict.took, 3),
        "was": {"verdict": change.was.value, "versions": change.was_on.as_dict()} if change else None,
    }
