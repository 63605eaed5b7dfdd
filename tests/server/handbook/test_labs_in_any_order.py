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

CATALOGUE = Catalogue()
SEEDS = (3, 11)


def prove_all(seed: int | None = None) -> dict[str, tuple[str, str]]:
    """Return the outcome of every claim in one run, with the reason if it was not decided."""
    shuffle = random.Random(seed) if seed is not None else None  # noqa: S311 - it only mixes
    prover = Prover(guests_factory=lambda: Guests(warm=1), catalogue=CATALOGUE)
    report = prover.prove((), ProveOptions(shuffle=shuffle))
    assert isinstance(report, Report), report
    return {
        f"{verdict.lab}:{verdict.claim}": (verdict.outcome.value, verdict.reason if verdict.remedy else "")
        for _, verdict in report.verdicts
    }


@pytest.fixture(scope="module")
def together(without_coverage: None) -> dict[str, tuple[str, str]]:
    """The outcomes of a run in the handbook's order, several labs at once."""
    return prove_all()


def test_outcomes_together_are_those_expected(together: dict[str, tuple[str, str]]) -> None:
    """Every claim is decided, and as the handbook expects."""
    expected = {}
    for lab in CATALOGUE.labs:
        for claim in lab.claims:
            expected[f"{lab.slug}:{claim.id}"] = {outcome.value for _, outcome in claim.expected}
    odd = {name: found for name, found in together.items() if found[0] not in expected[name]}
    assert odd == {}
    assert together.keys() == expected.keys()


def test_two_shuffled_runs_at_once_have_the_same_outcomes(together: dict[str, tuple[str, str]]) -> None:
    """Each in a random order, and at the same time as the other."""
    with ThreadPoolExecutor(len(SEEDS)) as pool:
        for seed, found in zip(SEEDS, pool.map(prove_all, SEEDS), strict=True):
            assert {name: one for name, one in found.items() if one != together[name]} == {}, seed
