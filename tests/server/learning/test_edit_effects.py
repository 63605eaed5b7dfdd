"""Test the run that finds which claims an edit has turned."""

import threading
from collections.abc import Callable

from server.learning.edit_effects import EditEffects, EffectRun
from server.learning.jobs import Job
from server.model.claim import Claim, Outcome, Verdict
from server.model.lab import Lab
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.web.base.background import start_thread
from tests.server.learning.conftest import verdict

PATIENCE = 20.0


class FakeDecider:
    """Answers with `result(claim)`; the printed lab holds everything."""

    def __init__(self, result: Callable[[Claim], Verdict | Problem]) -> None:
        self.result = result
        self.asked: list[str] = []

    def restart(self, lab: Lab, claim: Claim) -> Job[Verdict]:
        """Return a job that is done."""
        self.asked.append(claim.id)
        job = Job[Verdict](result=self.result(claim))
        job.done.set()
        return job

    def printed_outcome(self, lab: Lab, claim: Claim) -> Outcome | None:
        """Every claim holds."""
        return Outcome.HOLDS


def ended(effects: EditEffects, lab: Lab) -> EffectRun:
    """Wait for the end of a lab's run, and return it."""
    run = effects.of(lab)
    while run.running:
        run = effects.watch(lab, run.version, PATIENCE)
    return run


def test_claims_are_sorted_by_what_the_edit_did(lab: Lab) -> None:
    """Turned, the same, or undecided with the reason."""
    first, second, third, *others = (claim.id for claim in lab.claims)
    problem = Problem(code=ProblemCode.EXPERIMENT_BROKE, cause="It broke.", remedy="Try again.")

    def result(claim: Claim) -> Verdict | Problem:
        if claim.id == third:
            return problem
        return verdict(claim.id, Outcome.FAILS if claim.id == first else Outcome.HOLDS)

    effects = EditEffects(FakeDecider(result), lambda _lab, _claim: False, start_thread)
    started = effects.start(lab)
    assert (started.running, started.done) == (True, 0)
    run = ended(effects, lab)
    assert [row.claim.id for row in run.turned] == [first]
    assert [row.claim.id for row in run.same] == [second, *others]
    assert [(row.claim.id, row.reason) for row in run.undecided] == [(third, "It broke.")]
    assert run.done == len(lab.claims)
    assert len({row.version for row in run.rows}) == len(lab.claims)


def test_claims_that_are_shown_come_first(lab: Lab) -> None:
    """The reader waits for those."""
    decider = FakeDecider(lambda claim: verdict(claim.id, Outcome.HOLDS))
    last = lab.claims[-1]
    effects = EditEffects(decider, lambda _lab, claim: claim.id == last.id, start_thread)
    effects.start(lab)
    ended(effects, lab)
    assert decider.asked == [last.id, *(claim.id for claim in lab.claims[:-1])]


def test_a_stopped_run_adds_nothing(lab: Lab) -> None:
    """What its thread still decides belongs to a copy that is gone."""
    inside, gate = threading.Event(), threading.Event()

    def result(claim: Claim) -> Verdict:
        inside.set()
        assert gate.wait(PATIENCE)
        return verdict(claim.id, Outcome.FAILS)

    over: list[threading.Event] = []

    def start(name: str, work: Callable[[], None]) -> None:
        done = threading.Event()
        over.append(done)

        def run() -> None:
            work()
            done.set()

        start_thread(name, run)

    effects = EditEffects(FakeDecider(result), lambda _lab, _claim: False, start)
    effects.start(lab)
    assert inside.wait(PATIENCE)
    effects.stop(lab)
    version = effects.of(lab).version
    gate.set()
    assert over[0].wait(PATIENCE)
    assert effects.of(lab) == EffectRun(version=version)


def test_an_exception_ends_the_run(lab: Lab) -> None:
    """The page does not wait for ever."""

    def result(_claim: Claim) -> Verdict:
        raise LookupError("our own mistake")

    effects = EditEffects(FakeDecider(result), lambda _lab, _claim: False, start_thread)
    effects.start(lab)
    run = ended(effects, lab)
    assert run.done == 0


def test_only_two_requests_watch_at_once(lab: Lab) -> None:
    """A third one gets the run as it is, at once."""
    decider = FakeDecider(lambda claim: verdict(claim.id, Outcome.HOLDS))
    effects = EditEffects(decider, lambda _lab, _claim: False, start_thread)
    for _ in range(2):
        assert effects._waiters.acquire(blocking=False)
    assert effects.watch(lab, 0, PATIENCE).version == 0
