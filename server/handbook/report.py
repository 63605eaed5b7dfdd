"""What a proving run found, and the JSON object that `fumehood prove --json` prints."""

from dataclasses import asdict, dataclass
from typing import Any

from server.model.claim import Claim, Outcome, Verdict
from server.model.guest import Versions


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """Every claim of one run with its verdict, in the handbook's order; `seconds` is what it took."""

    versions: Versions
    seconds: float
    found: tuple[tuple[Claim, Verdict], ...]

    @property
    def unexpected(self) -> tuple[Verdict, ...]:
        """The verdicts that differ from what the handbook expects."""
        return tuple(verdict for _, verdict in self.found if verdict.unexpected)

    def count(self, outcome: Outcome) -> int:
        """How many claims came out so."""
        return sum(verdict.outcome is outcome for _, verdict in self.found)

    def to_json(self) -> dict[str, Any]:
        """`{versions, seconds, claims: [...], summary: {...}}`; a time's unit is in its name."""
        return {
            "versions": asdict(self.versions),
            "seconds": round(self.seconds, 3),
            "claims": [_claim(claim, verdict) for claim, verdict in self.found],
            "summary": {
                "labs": len({claim.lab for claim, _ in self.found}),
                "claims": len(self.found),
                "holds": self.count(Outcome.HOLDS),
                "fails": self.count(Outcome.FAILS),
                "undecided": self.count(Outcome.UNDECIDED),
                "unexpected": len(self.unexpected),
            },
        }


def _claim(claim: Claim, verdict: Verdict) -> dict[str, Any]:
    return {
        "lab": claim.lab,
        "id": claim.id,
        "statement": claim.statement,
        "verdict": verdict.outcome.value,
        "expected": verdict.expected.value if verdict.expected else None,
        "reason": f"{verdict.reason} {verdict.remedy}" if verdict.remedy else verdict.reason,
        "took_ms": round(verdict.took, 3),
    }
