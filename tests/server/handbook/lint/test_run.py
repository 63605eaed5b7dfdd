"""Test the checks that run a lab: its claims, counterexamples and pictures."""

from pathlib import Path

import pytest

from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.lint.run import check_claims, check_looks
from server.runner.guests.guests import Guests
from tests.support.sample_lab import PAGE, one_claim, write_lab


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("return Observation(holds=not other, because='')", None),
        ("return Observation(holds=True, because='always')", "counterexample came out as holds too"),
        ("return Observation(holds=other, because='')", "expected was holds"),
        ("raise Undecided('No tea.', 'Buy some.')", "was not decided: No tea."),
    ],
)
def test_claims_are_run_with_their_counterexamples(
    guests: Guests, tmp_path: Path, body: str, message: str | None
) -> None:
    """An experiment with the same outcome under its counterexample is a fault."""
    write_lab(tmp_path / "1-first" / "tiny", claims=one_claim(body))
    catalogue = Catalogue((tmp_path,))
    lab = catalogue.lab("tiny")
    assert lab is not None
    findings = check_claims(catalogue, lab, guests)
    assert len(findings) == (message is not None)
    assert all(message in finding.message for finding in findings if message)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("GET /words", None),
        ("GET /nowhere", "GET /nowhere answers 404; where that is meant, the page says `-> 404`"),
        ("GET /nowhere -> 404", None),
        ("GET /words -> 404", "GET /words answers 200, not 404"),
        ("DELETE /", "DELETE / answers 405"),
        ("GET /broken", "GET /broken answers 500"),
    ],
)
def test_a_picture_needs_a_sensible_answer(
    guests: Guests, tmp_path: Path, line: str, message: str | None
) -> None:
    """A request that is answered with an error status is a fault, unless the page names the status."""
    write_lab(tmp_path / "1-first" / "tiny", page=PAGE.replace("GET /words", line))
    lab = Catalogue((tmp_path,)).lab("tiny")
    assert lab is not None
    found = [finding.message for finding in check_looks(lab, guests)]
    assert len(found) == (message is not None)
    assert all(message in each for each in found if message)
