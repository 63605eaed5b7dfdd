"""Proving the whole handbook from its contents."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.learning.proof_run import ProofState
from server.model.claim import Outcome
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.web.handbook import prove as handbook_proof
from tests.server.web.handbook_stage import Book, booked, verdict


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """Two labs, nothing predicted."""
    with booked(tmp_path) as found:
        yield found


def prove(book: Book) -> str:
    """Begin a run and wait for its end; the last answer."""
    book.post("/proof")
    book.eventually(lambda: book.reader.proving.progress.state is not ProofState.RUNNING)
    return book.get("/proof")


def test_a_run_tells_how_it_ended_and_refreshes_the_contents(book: Book) -> None:
    """At the end the whole run is answered, with summary and chapters beside it."""
    answer = prove(book)
    assert "5 claims in" in answer
    assert "3 hold, 2 fail, 0 undecided" in answer
    assert "All as the handbook expects." in answer
    assert 'id="book-summary"' in answer
    assert 'hx-swap-oob="true"' in answer
    assert "0 of 4 predicted, 4 proved" in answer


def test_a_run_reveals_no_verdict(book: Book) -> None:
    """What a run found stays hidden on the pages until it is predicted."""
    prove(book)
    assert book.get("/visits").count('data-state="open"') == 4


def test_progress_is_told_as_it_comes(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """While it runs the answer is how far it is, and asks for what comes after."""
    monkeypatch.setattr(handbook_proof, "WAIT_SECONDS", 0.0)
    book.prover.gate.clear()
    begun = book.post("/proof")
    assert 'data-state="running"' in begun
    assert "0 of 5 decided" in begun
    version = book.reader.proving.progress.version
    assert f'hx-get="/handbook/proof?seen={version}"' in book.get(f"/proof?seen={version}")
    assert book.post("/proof").count('id="proof-run"') == 1
    book.prover.gate.set()
    book.eventually(lambda: book.reader.proving.progress.state is ProofState.DONE)
    assert book.reader.proving.progress.done == 5


def test_a_change_is_answered_without_waiting(book: Book) -> None:
    """Who has seen an older state gets the new one at once; the last one is put in place of the whole run."""
    prove(book)
    answer = book.stage.get("/handbook/proof?seen=0")
    assert answer.headers["HX-Retarget"] == "#proof-run"
    assert "Prove all again" in answer.text


def test_a_run_can_be_cancelled(book: Book) -> None:
    """A cancelled run ends, says how far it came, and keeps what it found."""
    book.prover.gate.clear()
    book.post("/proof")
    book.post("/proof/cancel")
    book.prover.gate.set()
    book.eventually(lambda: book.reader.proving.progress.state is ProofState.CANCELLED)
    assert "Cancelled after 0 of 5 claims" in book.get("/proof")


def test_cancelling_nothing_changes_nothing(book: Book) -> None:
    """Without a run there is nothing to cancel, and the next run is not cancelled by it."""
    book.post("/proof/cancel")
    assert "5 claims in" in prove(book)


def test_what_differs_from_the_handbook_is_counted(book: Book) -> None:
    """A claim that came out otherwise than expected is pointed out."""
    book.prover.say = lambda lab, claim, _: verdict(lab, claim, Outcome.HOLDS, expected=Outcome.FAILS)
    answer = prove(book)
    assert "5 claims came out otherwise than the handbook expects." in answer


def test_undecided_claims_are_not_said_to_agree(book: Book) -> None:
    """Nothing agrees with the handbook that was not decided."""
    book.prover.say = lambda lab, claim, _: verdict(lab, claim, Outcome.UNDECIDED)
    answer = prove(book)
    assert "5 undecided" in answer
    assert "All as the handbook expects." not in answer


def test_a_run_that_cannot_begin_says_why(book: Book) -> None:
    """The prover's problem is shown, and one can try again."""
    book.prover.say = lambda *_: Problem(
        code=ProblemCode.NO_FLASK, cause="There is no Flask.", remedy="Install it."
    )
    answer = prove(book)
    assert "There is no Flask." in answer
    assert "Install it." in answer
    assert "Prove all again" in answer


def test_a_prover_that_breaks_ends_in_words(book: Book, caplog: pytest.LogCaptureFixture) -> None:
    """Our own mistake ends the run with a problem and not with silence."""

    def fall(*_: object) -> Problem:
        raise RuntimeError("broken")

    book.prover.say = fall
    assert "could not be run: RuntimeError" in prove(book)
    assert "broken" in caplog.text


def test_a_guess_made_before_is_judged_by_a_run(book: Book) -> None:
    """A claim that was undecided when it was predicted is judged once a run decides it."""
    book.prover.say = lambda lab, claim, _: verdict(lab, claim, Outcome.UNDECIDED)
    book.predict("counts", "holds")
    book.prover.say = book.prover.as_expected
    assert "first guess right" in prove(book)
