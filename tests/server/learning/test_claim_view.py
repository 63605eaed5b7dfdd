"""Test the states of a claim, and whether a guess was right."""

import pytest

from server.learning.claim_view import ClaimView
from server.model.claim import Claim, Outcome
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.store import Store
from tests.server.learning.conftest import verdict

HOLDS, FAILS, UNDECIDED = Outcome.HOLDS, Outcome.FAILS, Outcome.UNDECIDED
PROBLEM = Problem(code=ProblemCode.EXPERIMENT_BROKE, cause="It broke.", remedy="Try again.")


def test_a_claim_is_open_until_it_is_predicted_or_skipped(claim: Claim, store: Store) -> None:
    """Then it runs, and ends decided or stuck."""
    stored = store.verdicts.save(verdict(claim.id, HOLDS))
    assert ClaimView(claim=claim, verdict=stored).state == "open"
    assert ClaimView(claim=claim, skipped=True, running=True).state == "running"
    assert ClaimView(claim=claim, guess=HOLDS, verdict=stored).state == "decided"
    assert ClaimView(claim=claim, guess=HOLDS).state == "stuck"
    assert ClaimView(claim=claim, guess=HOLDS, verdict=stored, problem=PROBLEM).state == "stuck"


@pytest.mark.parametrize(
    ("guess", "outcome", "printed", "own", "right"),
    [
        (None, HOLDS, HOLDS, False, None),
        (HOLDS, HOLDS, HOLDS, False, True),
        (FAILS, HOLDS, HOLDS, False, False),
        (HOLDS, UNDECIDED, None, False, None),
        (HOLDS, FAILS, HOLDS, True, True),
        (HOLDS, FAILS, None, True, None),
    ],
)
def test_a_guess_is_about_the_printed_lab(  # noqa: PLR0913, PLR0917 - a row of the table
    store: Store,
    claim: Claim,
    guess: Outcome | None,
    outcome: Outcome,
    printed: Outcome | None,
    own: bool,
    right: bool | None,
) -> None:
    """A verdict on the reader's copy does not score it."""
    stored = store.verdicts.save(verdict(claim.id, outcome))
    view = ClaimView(claim=claim, guess=guess, verdict=stored, printed=printed, own=own)
    assert view.right is right
