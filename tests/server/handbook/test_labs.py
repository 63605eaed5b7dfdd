"""Run every claim of the handbook: it has the expected outcome, and the opposite under its counterexample."""

from collections.abc import Iterator

import pytest

from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.lint.text import check_text
from server.handbook.prove.lab_run import LabRun
from server.model.claim import Outcome
from server.model.lab import Lab
from server.runner.guests.guests import Guests
from tests.support.shared import shared_fork_servers

pytestmark = pytest.mark.slow

CATALOGUE = Catalogue()
ROWS = {1: 5, 2: 4, 3: 5, 4: 7, 5: 5, 6: 3, 7: 4, 8: 3, 9: 5, 10: 4, 11: 4, 12: 5, 13: 4}
OPPOSITE = {Outcome.HOLDS: Outcome.FAILS, Outcome.FAILS: Outcome.HOLDS}


@pytest.fixture(scope="module")
def run(request: pytest.FixtureRequest, without_coverage: None) -> Iterator[LabRun]:
    """The running guest of one lab, and a warm process for the next counterexample."""
    guests = Guests(warm=1, fork_servers=shared_fork_servers())
    opened = LabRun(guests, request.param)
    yield opened
    guests.close()


def each_claim() -> list[object]:
    """Return every claim, grouped by lab so that one guest serves them all."""
    return [
        pytest.param(lab, experiment.id, id=f"{lab.slug}:{experiment.id}")
        for lab in CATALOGUE.labs
        for experiment in CATALOGUE.experiments(lab.slug)
    ]


@pytest.mark.parametrize(("run", "claim"), each_claim(), indirect=["run"])
def test_the_claim_is_decided_and_can_turn(run: LabRun, claim: str) -> None:
    """The outcome is the expected one, and the counterexample has the opposite."""
    experiment = CATALOGUE.experiment(run.lab.slug, claim)
    assert experiment is not None
    verdict = run.decide(experiment)
    assert verdict.outcome is verdict.expected, verdict.reason
    countered = run.counter(experiment)
    assert countered.outcome is OPPOSITE[verdict.outcome], countered.reason


@pytest.mark.parametrize("lab", CATALOGUE.labs, ids=lambda lab: lab.slug)
def test_the_files_of_the_lab_have_no_fault(lab: Lab) -> None:
    """Its length, links, quotes, and the place of every claim."""
    assert [finding.message for finding in check_text(CATALOGUE, lab)] == []


@pytest.mark.parametrize("lab", CATALOGUE.labs, ids=lambda lab: lab.slug)
def test_the_lab_has_enough_claims(lab: Lab) -> None:
    """Each lab has at least five claims, of which at least one is true and two are mistakes people make."""
    assert len(lab.claims) >= 5
    assert sum(claim.mistake for claim in lab.claims) >= 2
    assert not all(claim.mistake for claim in lab.claims)


def test_the_handbook_has_every_subject() -> None:
    """No chapter lacks a lab, no lab is unreadable, and no two labs have the same number."""
    assert [problem.detail or problem.cause for problem in CATALOGUE.problems] == []
    planned = [f"{chapter}.{row + 1}" for chapter, rows in ROWS.items() for row in range(rows)]
    assert [lab.number for lab in CATALOGUE.labs] == planned


def test_the_handbook_has_enough_claims() -> None:
    """There are 220 claims or more, and 90 or more of them are mistakes that people make."""
    claims = [claim for lab in CATALOGUE.labs for claim in lab.claims]
    assert len(claims) >= 220
    assert sum(claim.mistake for claim in claims) >= 90


def test_a_mistake_is_never_true() -> None:
    """What is marked as a mistake is expected to fail wherever it can be run."""
    for lab in CATALOGUE.labs:
        for claim in lab.claims:
            if claim.mistake:
                assert {outcome for _, outcome in claim.expected} == {Outcome.FAILS}, claim.id
