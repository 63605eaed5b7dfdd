"""Test the report of a run and its JSON."""

from server.handbook.prove.report import Report
from server.model.claim import Claim, Outcome, Verdict
from server.model.versions import Versions

HERE = Versions(python="3.12.1", flask="3.1.3", werkzeug="3.1.9", server="waitress 3.0.2")


def found(
    claim: str, outcome: Outcome, expected: Outcome | None, remedy: str | None = None
) -> tuple[Claim, Verdict]:
    """Return a claim with its verdict."""
    return (
        Claim(lab="tiny", id=claim, statement=f"{claim}.", mistake=False, expected=()),
        Verdict(
            lab="tiny",
            claim=claim,
            outcome=outcome,
            reason="It was so.",
            remedy=remedy,
            expected=expected,
            versions=HERE,
            took=1.23456,
            decided_at=1.0,
        ),
    )


def test_the_json_is_as_documented() -> None:
    """Names, units and counts; without an expectation it is null."""
    report = Report(
        versions=HERE,
        seconds=1.23456,
        verdicts=(
            found("as-expected", Outcome.HOLDS, Outcome.HOLDS),
            found("moved", Outcome.FAILS, Outcome.HOLDS),
            found("open", Outcome.UNDECIDED, Outcome.HOLDS, "Install it."),
            found("new", Outcome.HOLDS, None),
        ),
    )
    assert [verdict.claim for verdict in report.unexpected] == ["moved"]
    told = report.to_json({})
    assert told["versions"] == {
        "python": "3.12.1",
        "flask": "3.1.3",
        "werkzeug": "3.1.9",
        "server": "waitress 3.0.2",
    }
    assert told["seconds"] == 1.235
    assert told["claims"][0] == {
        "lab": "tiny",
        "id": "as-expected",
        "statement": "as-expected.",
        "verdict": "holds",
        "expected": "holds",
        "reason": "It was so.",
        "took_ms": 1.235,
        "was": None,
    }
    assert told["claims"][2]["reason"] == "It was so. Install it."
    assert told["claims"][3]["expected"] is None
    assert told["summary"] == {
        "labs": 1,
        "claims": 4,
        "holds": 2,
        "fails": 1,
        "undecided": 1,
        "unexpected": 1,
    }
