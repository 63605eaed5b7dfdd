"""Test which verdicts are kept, which are held in memory, and what becomes of them after an edit."""

import threading
from typing import cast

import pytest

from server.handbook.catalogue.working_copies import WorkingCopies
from server.handbook.prove.prover import Prover
from server.learning.decisions import ClaimDecisions
from server.learning.jobs import JobRunner
from server.learning.predictions import PredictionRecord
from server.model.claim import Claim, Outcome
from server.model.lab import Lab
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.store import Store
from server.web.base.background import start_thread
from tests.server.learning.conftest import FakeProver, verdict

PATIENCE = 20.0


@pytest.fixture
def record(store: Store) -> PredictionRecord:
    """The reader's predictions."""
    return PredictionRecord(store)


@pytest.fixture
def decisions(
    store: Store, prover: FakeProver, working_copies: WorkingCopies, record: PredictionRecord
) -> ClaimDecisions:
    """Decisions by the fake prover: a claim holds on the printed lab and fails on a copy."""
    jobs = JobRunner(start_thread)
    return ClaimDecisions(store, cast(Prover, prover), working_copies, record, jobs)


def decide(decisions: ClaimDecisions, lab: Lab, claim: Claim) -> None:
    """Decide the claim, and wait for it."""
    assert decisions.start(lab, claim).done.wait(PATIENCE)


def test_a_verdict_on_the_printed_lab_is_kept(
    decisions: ClaimDecisions, store: Store, record: PredictionRecord, lab: Lab, claim: Claim
) -> None:
    """It scores the guess, and is the outcome that an edit is compared with."""
    record.add(lab.slug, claim.id, Outcome.FAILS)
    assert decisions.printed_outcome(lab, claim) is None
    decide(decisions, lab, claim)
    assert store.verdicts.of(lab.slug)[claim.id].outcome is Outcome.HOLDS
    assert decisions.printed_outcome(lab, claim) is Outcome.HOLDS
    assert not record.first_guesses(lab.slug)[claim.id].right
    decision = decisions.of(lab, claim)
    assert (decision.own, decision.turned, decision.running) == (False, None, False)


def test_a_verdict_on_a_copy_is_compared_and_dropped_with_it(  # noqa: PLR0913, PLR0917 - fixtures
    decisions: ClaimDecisions,
    store: Store,
    prover: FakeProver,
    working_copies: WorkingCopies,
    lab: Lab,
    claim: Claim,
) -> None:
    """The printed lab is decided as well, and only its verdict is kept."""
    working_copies.write(lab, lab.app, "# edited\n")
    decide(decisions, lab, claim)
    decision = decisions.of(lab, claim)
    assert decision.verdict is not None
    assert decision.verdict.outcome is Outcome.FAILS
    assert (decision.own, decision.turned, decision.printed) == (True, Outcome.HOLDS, Outcome.HOLDS)
    assert prover.calls == [(claim.id, True), (claim.id, False)]
    assert store.verdicts.of(lab.slug)[claim.id].outcome is Outcome.HOLDS
    decisions.forget(lab)
    kept = decisions.of(lab, claim)
    assert kept.verdict is not None
    assert (kept.verdict.outcome, kept.own) == (Outcome.HOLDS, False)


def test_an_undecided_copy_has_not_turned(
    decisions: ClaimDecisions, prover: FakeProver, working_copies: WorkingCopies, lab: Lab, claim: Claim
) -> None:
    """Perhaps its app just does not start."""
    decide(decisions, lab, claim)
    working_copies.write(lab, lab.app, "# edited\n")
    prover.copied = Outcome.UNDECIDED
    decide(decisions, lab, claim)
    assert decisions.of(lab, claim).turned is None


def test_verdicts_are_stale_after_an_edit_that_does_not_start(
    decisions: ClaimDecisions, lab: Lab, claim: Claim
) -> None:
    """Until the claim is decided again."""
    decide(decisions, lab, claim)
    assert not decisions.of(lab, claim).stale
    decisions.mark_stale(lab)
    assert decisions.of(lab, claim).stale
    decide(decisions, lab, claim)
    assert not decisions.of(lab, claim).stale


@pytest.mark.parametrize(
    "failure",
    [
        Problem(code=ProblemCode.NO_CLAIM, cause="There is no such claim.", remedy="Choose another."),
        LookupError("our own mistake"),
    ],
)
def test_a_failure_is_a_problem_until_the_claim_is_decided(
    decisions: ClaimDecisions, prover: FakeProver, lab: Lab, claim: Claim, failure: Problem | Exception
) -> None:
    """Also one that the prover raises."""
    prover.printed = failure
    decide(decisions, lab, claim)
    problem = decisions.of(lab, claim).problem
    assert problem is not None
    assert "such claim" in problem.cause or "LookupError" in problem.cause
    prover.printed = Outcome.HOLDS
    decide(decisions, lab, claim)
    assert decisions.of(lab, claim).problem is None


def test_restarting_waits_for_the_running_experiment(
    decisions: ClaimDecisions, prover: FakeProver, lab: Lab, claim: Claim
) -> None:
    """Starting joins it, restarting runs a second one after it."""
    prover.gate.clear()
    first = decisions.start(lab, claim)
    assert decisions.start(lab, claim) is first
    assert decisions.of(lab, claim).running
    timer = threading.Timer(0.02, prover.gate.set)
    timer.start()
    second = decisions.restart(lab, claim)
    assert second is not first
    assert second.done.wait(PATIENCE)
    assert len(prover.calls) == 2


def test_another_interpreter_changes_no_verdict(
    decisions: ClaimDecisions, store: Store, lab: Lab, claim: Claim
) -> None:
    """Its result is kept beside ours."""
    decisions.record(verdict(claim.id, Outcome.HOLDS), "")
    decisions.record(verdict(claim.id, Outcome.FAILS), "/opt/python")
    assert store.verdicts.of(lab.slug)[claim.id].outcome is Outcome.HOLDS
    assert [result.interpreter for result in store.results.of(lab.slug)[claim.id]] == ["", "/opt/python"]
    change = decisions.record(verdict(claim.id, Outcome.FAILS), "")
    assert change is not None
    assert (change.was, change.now) == (Outcome.HOLDS, Outcome.FAILS)
