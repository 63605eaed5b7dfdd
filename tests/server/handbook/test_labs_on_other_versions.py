"""Run the handbook on other versions of Flask and Python than our own."""

import re
from collections.abc import Iterator

import pytest

from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.lint.run import check_claims
from server.handbook.prove.options import ProveOptions
from server.handbook.prove.prover import Prover
from server.handbook.prove.report import Report
from server.model.lab import Lab
from server.runner.guests.guests import Guests
from tests.environments import FLASKS, environment
from tests.support.shared import shared_fork_servers

pytestmark = pytest.mark.slow

CATALOGUE = Catalogue()
OLDEST = "flask22"
# These environments hold Flask alone, without what some labs are about.
LACKS = re.compile(r"/python\S* has no [\w>=., -]+\.")


@pytest.fixture(scope="module")
def own() -> Iterator[Guests]:
    """Guests of other interpreters, with the next process always warm."""
    opened = Guests(warm=1, fork_servers=shared_fork_servers())
    yield opened
    opened.close()


@pytest.mark.environments
@pytest.mark.parametrize("flask", [name for name in FLASKS if name != OLDEST])
def test_each_claim_has_the_outcome_of_its_range(flask: str) -> None:
    """Every claim is decided whose packages are installed; the next test checks the oldest Flask."""
    report = Prover(guests_factory=lambda: Guests(fork_servers=shared_fork_servers())).prove(
        (), ProveOptions(python=environment(flask))
    )
    assert isinstance(report, Report), report
    odd = [verdict for _, verdict in report.verdicts if verdict.outcome is not verdict.expected]
    assert [verdict for verdict in odd if not LACKS.search(verdict.reason)] == []
    assert all(str(verdict.remedy).startswith("Install it there: ") for verdict in odd)


@pytest.mark.environments
@pytest.mark.parametrize("lab", CATALOGUE.labs, ids=lambda lab: lab.slug)
def test_each_claim_can_turn_on_the_oldest_flask(lab: Lab, own: Guests) -> None:
    """On Flask 2.2 each claim has the expected outcome as well, and its counterexample the opposite one."""
    found = check_claims(CATALOGUE, lab, own, python=environment(OLDEST))
    assert [finding for finding in found if not LACKS.search(finding.message)] == []
