"""Reports and matrices of made-up verdicts, for tests of their presentation."""

from server.handbook.prove.matrix import Column, Matrix
from server.handbook.prove.report import Report
from server.model.claim import Claim, Outcome, Verdict
from server.model.versions import Versions
from server.store import VerdictChange

OLDER = Versions(python="3.9.2", flask="2.2.5", werkzeug="2.2.3", server="waitress 3.0.2")


def report(*outcomes: tuple[Outcome, Outcome | None]) -> Report:
    """Return a report with one claim for each pair of outcome and expected outcome."""
    versions = Versions(python="3.12.1", flask="3.1.0", werkzeug="3.1.3", server="waitress 3.0.2")
    found = []
    for number, (outcome, expected) in enumerate(outcomes):
        claim = Claim(
            lab="a-lab", id=f"c{number}", statement=f"Statement {number}.", mistake=False, expected=()
        )
        verdict = Verdict(
            lab="a-lab",
            claim=claim.id,
            outcome=outcome,
            reason=f"Seen {number}.",
            expected=expected,
            versions=versions,
            took=1.0,
            decided_at=0.0,
            remedy="Install more." if outcome is Outcome.UNDECIDED else None,
        )
        found.append((claim, verdict))
    return Report(versions=versions, seconds=1.5, verdicts=tuple(found))


def matrix(*reports: Report) -> Matrix:
    """Return reports side by side: the first of our own interpreter, the others of `/py/N`."""
    return Matrix(
        columns=tuple(
            Column(python=f"/py/{number}" if number else "", report=one) for number, one in enumerate(reports)
        ),
        seconds=3.0,
    )


def change(python: str = "") -> VerdictChange:
    """Return a changed verdict of the first claim."""
    return VerdictChange(
        lab="a-lab",
        claim="c0",
        interpreter=python,
        was=Outcome.FAILS,
        was_on=OLDER,
        now=Outcome.HOLDS,
        now_on=report().versions,
    )
