"""Test that verdicts do not depend on the order of claims, on other claims, or on repetition.

test_labs.py decides them one by one; here they are decided together.
"""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest

from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.prove.options import ProveOptions
from server.handbook.prove.prover import Prover
from server.handbook.prove.report import Report
from server.runner.guests.guests import Guests
from tests.support.shared import shared_fork_servers

pytestmark = pytest.mark.slow

CATALOGUE = Catalogue()
SEEDS = (3, 11)


def prove_all(seed: int) -> dict[str, tuple[str, str]]:
    """Return the outcome of every claim in one run, with the reason if it was not decided."""
    shuffle = random.Random(seed)  # noqa: S311 - it only mixes
    prover = Prover(
        guests_factory=lambda: Guests(warm=1, fork_servers=shared_fork_servers()), catalogue=CATALOGUE
    )
    report = prover.prove((), ProveOptions(shuffle=shuffle))
    assert isinstance(report, Report), report
    return {
        f"{verdict.lab}:{verdict.claim}": (verdict.outcome.value, verdict.reason if verdict.remedy else "")
        for _, verdict in report.verdicts
    }


@pytest.fixture(scope="module")
def shuffled(without_coverage: None) -> list[dict[str, tuple[str, str]]]:
    """The outcomes of two runs at the same time, each in a random order."""
    with ThreadPoolExecutor(len(SEEDS)) as pool:
        return list(pool.map(prove_all, SEEDS))


def test_outcomes_together_are_those_expected(shuffled: list[dict[str, tuple[str, str]]]) -> None:
    """Every claim is decided, and as the handbook expects."""
    expected = {}
    for lab in CATALOGUE.labs:
        for claim in lab.claims:
            expected[f"{lab.slug}:{claim.id}"] = {outcome.value for _, outcome in claim.expected}
    for outcomes in shuffled:
        assert {name: outcome for name, outcome in outcomes.items() if outcome[0] not in expected[name]} == {}
        assert outcomes.keys() == expected.keys()


def test_two_shuffled_runs_at_once_have_the_same_outcomes(shuffled: list[dict[str, tuple[str, str]]]) -> None:
    """Neither the order nor other labs that run at the same time change an outcome."""
    first, second = shuffled
    assert {name: outcome for name, outcome in first.items() if outcome != second[name]} == {}
