"""Proving the whole handbook from its contents."""

import pytest

from server.learning.proof_session import ProofState
from server.model.claim import Outcome
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.web.handbook import prove as handbook_proof
from tests.support.handbook_client import HandbookClient, make_verdict


def prove(handbook: HandbookClient) -> str:
    """Begin a run and wait for its end; the last answer."""
    handbook.post("/proof")
    handbook.wait_until(lambda: handbook.reader.proof.progress.state is not ProofState.RUNNING)
    return handbook.get("/proof")


def test_a_run_shows_how_it_ended_and_refreshes_the_contents(handbook: HandbookClient) -> None:
    """At the end the whole run is answered, with summary and chapters beside it."""
    answer = prove(handbook)
    assert "5 claims in" in answer
    assert "3 hold, 2 fail, 0 undecided" in answer
    assert "All as the handbook expects." in answer
    assert 'id="progress-summary"' in answer
    assert 'hx-swap-oob="true"' in answer
    assert "0 of 4 predicted, 4 proved" in answer


def test_a_run_reveals_no_verdict(handbook: HandbookClient) -> None:
    """The verdicts of a run stay hidden until their claims are predicted."""
    prove(handbook)
    assert handbook.get("/visits").count('data-state="open"') == 4


def test_progress_is_shown_as_it_happens(handbook: HandbookClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """While it runs the answer shows the progress, and asks for the next version."""
    monkeypatch.setattr(handbook_proof, "WAIT_SECONDS", 0.0)
    handbook.prover.gate.clear()
    begun = handbook.post("/proof")
    assert 'data-state="running"' in begun
    assert "0 of 5 decided" in begun
    version = handbook.reader.proof.progress.version
    assert f'hx-get="/handbook/proof?seen={version}"' in handbook.get(f"/proof?seen={version}")
    assert handbook.post("/proof").count('id="proof-run"') == 1
    handbook.prover.gate.set()
    handbook.wait_until(lambda: handbook.reader.proof.progress.state is ProofState.DONE)
    assert handbook.reader.proof.progress.done == 5


def test_a_change_is_answered_without_waiting(handbook: HandbookClient) -> None:
    """An older version gets the new one at once; the last answer replaces the whole run."""
    prove(handbook)
    answer = handbook.workbench.get("/handbook/proof?seen=0")
    assert answer.headers["HX-Retarget"] == "#proof-run"
    assert "Run all again" in answer.text


def test_a_run_can_be_cancelled(handbook: HandbookClient) -> None:
    """A cancelled run ends, shows how far it came, and keeps its verdicts."""
    handbook.prover.gate.clear()
    handbook.post("/proof")
    handbook.post("/proof/cancel")
    handbook.prover.gate.set()
    handbook.wait_until(lambda: handbook.reader.proof.progress.state is ProofState.CANCELLED)
    assert "Cancelled after 0 of 5 claims" in handbook.get("/proof")


def test_cancelling_nothing_changes_nothing(handbook: HandbookClient) -> None:
    """Without a run there is nothing to cancel, and the next run is not cancelled by it."""
    handbook.post("/proof/cancel")
    assert "5 claims in" in prove(handbook)


def test_verdicts_that_differ_from_the_handbook_are_counted(handbook: HandbookClient) -> None:
    """A claim that came out otherwise than expected is pointed out."""
    handbook.prover.decision = lambda lab, claim, _: make_verdict(
        lab, claim, Outcome.HOLDS, expected=Outcome.FAILS
    )
    answer = prove(handbook)
    assert "5 claims came out otherwise than the handbook expects." in answer


def test_undecided_claims_do_not_count_as_agreeing(handbook: HandbookClient) -> None:
    """Nothing agrees with the handbook that was not decided."""
    handbook.prover.decision = lambda lab, claim, _: make_verdict(lab, claim, Outcome.UNDECIDED)
    answer = prove(handbook)
    assert "5 undecided" in answer
    assert "All as the handbook expects." not in answer


def test_a_run_that_cannot_start_shows_the_reason(handbook: HandbookClient) -> None:
    """The prover's problem is shown, and one can try again."""
    handbook.prover.decision = lambda *_: Problem(
        code=ProblemCode.NO_FLASK, cause="There is no Flask.", remedy="Install it."
    )
    answer = prove(handbook)
    assert "There is no Flask." in answer
    assert "Install it." in answer
    assert "Run all again" in answer


def test_a_prover_that_breaks_ends_in_words(
    handbook: HandbookClient, caplog: pytest.LogCaptureFixture
) -> None:
    """Our own mistake ends the run with a problem and not with silence."""

    def fall(*_: object) -> Problem:
        raise RuntimeError("broken")

    handbook.prover.decision = fall
    assert "could not be run: RuntimeError" in prove(handbook)
    assert "broken" in caplog.text


def test_a_guess_made_before_is_judged_by_a_run(handbook: HandbookClient) -> None:
    """A claim that was undecided when it was predicted is judged once a run decides it."""
    handbook.prover.decision = lambda lab, claim, _: make_verdict(lab, claim, Outcome.UNDECIDED)
    handbook.predict("counts", "holds")
    handbook.prover.decision = handbook.prover.expected_verdict
    assert "first prediction right" in prove(handbook)
