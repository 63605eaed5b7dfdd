"""Tests of claims and verdicts."""

import pytest

from server.model.claim import Outcome, Verdict
from server.model.versions import Versions


@pytest.mark.parametrize(
    ("reason", "remedy", "expected"),
    [
        ("It was so.", None, "It was so."),
        ("It did not start.", "Mend it.", "It did not start. Mend it."),
        ("RuntimeError: no bread", "Mend it.", "RuntimeError: no bread. Mend it."),
        ("Who knows?", "Mend it.", "Who knows? Mend it."),
    ],
)
def test_reason_and_remedy_are_sentences(reason: str, remedy: str | None, expected: str) -> None:
    """A reason that ends with the guest's own words gets a full stop before the remedy."""
    verdict = Verdict(
        lab="tiny",
        claim="one",
        outcome=Outcome.UNDECIDED,
        reason=reason,
        remedy=remedy,
        expected=None,
        versions=Versions(),
        took=0.0,
        decided_at=0.0,
    )
    assert verdict.explanation == expected
