"""The verdicts do not depend on order, company or repetition.

One by one is how test_labs.py decides them, each with what is expected of it; here they are decided together.
"""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest

from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.prove.options import ProveOptions
from server.handbook.prove.prover import Prover
from server.handbook.prove.report import Report
from server.runner.guests.guests import Guests

pytestmark = pytest.mark.slow

CATALOGUE = Catalogue()
SEEDS = (3, 11)


def decided(seed: int) -> dict[str, tuple[str, str]]:
    """How every claim of the handbook came out in one run, and why where it was not decided."""
    shuffle = random.Random(seed)  # noqa: S311 - it only mixes
    prover = Prover(guests_factory=lambda: Guests(warm=1), catalogue=CATALOGUE)
    report = prover.prove((), ProveOptions(shuffle=shuffle))
    assert isinstance(report, Report), report
    return {
        f"{verdict.lab}:{verdict.claim}": (verdict.outcome.value, verdict.reason if verdict.remedy else "")
        for _, verdict in report.found
    }


@pytest.fixture(scope="module")
def shuffled(unwatched: None) -> list[dict[str, tuple[str, str]]]:
    """How they came out in two runs in random orders beside each other."""
    with ThreadPoolExecutor(len(SEEDS)) as pool:
        return list(pool.map(decided, SEEDS))


def test_all_together_they_come_out_as_one_by_one(shuffled: list[dict[str, tuple[str, str]]]) -> None:
    """Every claim is decided, and as the handbook expects."""
    expected = {}
    for lab in CATALOGUE.labs:
        for claim in lab.claims:
            expected[f"{lab.slug}:{claim.id}"] = {outcome.value for _, outcome in claim.expected}
    for found in shuffled:
        assert {name: one for name, one in found.items() if one[0] not in expected[name]} == {}
        assert found.keys() == expected.keys()


def test_shuffled_and_at_once_they_come_out_the_same(shuffled: list[dict[str, tuple[str, str]]]) -> None:
    """Neither the order nor the company of others changes what a claim comes out as."""
    first, second = shuffled
    assert {name: one for name, one in first.items() if one != second[name]} == {}
