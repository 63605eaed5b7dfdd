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

CATALOGUE = Catalogue()
SEEDS = (3, 11)


def decided(seed: int | None = None) -> dict[str, tuple[str, str]]:
    """How every claim of the handbook came out in one run, and why where it was not decided."""
    shuffle = random.Random(seed) if seed is not None else None  # noqa: S311 - it only mixes
    prover = Prover(guests_factory=lambda: Guests(warm=1), catalogue=CATALOGUE)
    report = prover.prove((), ProveOptions(shuffle=shuffle))
    assert isinstance(report, Report), report
    return {
        f"{verdict.lab}:{verdict.claim}": (verdict.outcome.value, verdict.reason if verdict.remedy else "")
        for _, verdict in report.found
    }


@pytest.fixture(scope="module")
def together(unwatched: None) -> dict[str, tuple[str, str]]:
    """All of them in the handbook's order, labs side by side."""
    return decided()


def test_all_together_they_come_out_as_one_by_one(together: dict[str, tuple[str, str]]) -> None:
    """Every claim is decided, and as the handbook expects."""
    expected = {}
    for lab in CATALOGUE.labs:
        for claim in lab.claims:
            expected[f"{lab.slug}:{claim.id}"] = {outcome.value for _, outcome in claim.expected}
    odd = {name: found for name, found in together.items() if found[0] not in expected[name]}
    assert odd == {}
    assert together.keys() == expected.keys()


def test_twice_more_shuffled_and_at_once_they_come_out_the_same(together: dict[str, tuple[str, str]]) -> None:
    """Two runs in random orders beside each other find what the first one found."""
    with ThreadPoolExecutor(len(SEEDS)) as pool:
        for seed, found in zip(SEEDS, pool.map(decided, SEEDS), strict=True):
            assert {name: one for name, one in found.items() if one != together[name]} == {}, seed
