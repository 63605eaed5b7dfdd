"""Predicting, deciding and checking a claim."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.model.claim import Outcome
from server.model.guest import Problem
from server.web import handbook_claims
from tests.server.web.handbook_stage import Book, booked, verdict


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """Two labs, nothing predicted."""
    with booked(tmp_path) as found:
        yield found


def test_a_right_guess_is_said_to_be_right(book: Book) -> None:
    """The card shows verdict, reason, versions, and that the guess was right."""
    card = book.predict("counts", "holds")
    assert 'data-state="decided" data-outcome="holds"' in card
    assert "You said true, and so it is." in card
    assert "It was seen: counts <code>holds</code>." in card
    assert "Flask 3.1.3, Werkzeug 3.1.8, Python 3.12.1" in card
    assert "1 of 4 predicted" in card


def test_a_wrong_guess_is_said_to_be_wrong(book: Book) -> None:
    """A false claim that was believed shows that it fails, and that many believe it."""
    card = book.predict("readable", "holds")
    assert 'data-outcome="fails"' in card
    assert "You said true. It is not." in card
    assert "a common mistake" in card


def test_the_other_guesses_read_well_too(book: Book) -> None:
    """Saying false is judged both ways."""
    assert "You said false. It is true." in book.predict("counts", "fails")
    assert "You said false, and false it is." in book.predict("readable", "fails")


def test_an_undecided_claim_says_why_and_what_would_help(book: Book) -> None:
    """Where nothing can be decided the guess is neither right nor wrong."""
    book.prover.say = lambda lab, claim, folder: verdict(
        lab, claim, Outcome.UNDECIDED, reason="A year did not pass.", remedy="Wait.", exchanges=()
    )
    card = book.predict("never")
    assert "cannot be decided here" in card
    assert "A year did not pass." in card
    assert "Wait." in card
    assert "You said true.</span>" in " ".join(card.split()).replace(" </span>", "</span>")
    assert "No guess yet" in book.get()


def test_a_guess_must_be_one(book: Book) -> None:
    """Only true and false are guesses."""
    assert (
        book.stage.post("/handbook/visits/claims/counts/predict", {"guess": "undecided"}).status_code == 400
    )
    assert book.prover.calls == []


def test_predicting_again_hides_the_verdict(book: Book) -> None:
    """After a reset nothing of the verdict is given out until the next guess."""
    book.predict("counts")
    card = book.post("/visits/claims/counts/reset")
    assert 'data-state="open"' in card
    assert "It was seen" not in card
    assert "0 of 4 predicted" in card
    for part in ("exchange", "experiment"):
        assert book.code(f"/visits/claims/counts/{part}") == 404
    assert book.stage.post("/handbook/visits/claims/counts/counter").status_code == 404
    assert 'data-state="decided"' in book.predict("counts", "fails")


def test_only_the_first_guess_counts(book: Book) -> None:
    """A second guess, made by someone who saw the verdict, does not mend the record."""
    book.predict("counts", "fails")
    book.post("/visits/claims/counts/reset")
    book.predict("counts", "holds")
    assert "first guesses right,</span> <span>1 surprise" in book.get()
    assert 'href="/handbook/visits#claim-counts"' in book.get("/guesses")


def test_a_slow_experiment_does_not_hold_the_request(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the wait the card says that it runs, and asks again; the same experiment is not begun twice."""
    monkeypatch.setattr(handbook_claims, "WAIT_SECONDS", 0.0)
    book.prover.gate.clear()
    card = book.predict("counts")
    assert 'data-state="running"' in card
    assert 'hx-get="/handbook/visits/claims/counts" hx-trigger="load delay:200ms"' in card
    assert 'data-state="running"' in book.get("/visits/claims/counts")
    assert 'data-state="running"' in book.post("/visits/claims/counts/decide")
    book.prover.gate.set()
    book.eventually(lambda: 'data-state="decided"' in book.get("/visits/claims/counts"))
    assert book.prover.calls == [("decide", "visits", "counts")]


def test_a_problem_is_shown_with_its_remedy(book: Book) -> None:
    """What stops an experiment from being run is shown, and a later run clears it."""
    book.prover.say = lambda *_: Problem(code="gone", cause="The lab is gone.", remedy="Restore it.")
    card = book.predict("counts")
    assert 'data-state="stuck"' in card
    assert "The lab is gone." in card
    assert "Restore it." in card
    book.prover.say = book.prover.as_expected
    assert 'data-state="decided"' in book.post("/visits/claims/counts/decide")


def test_a_broken_prover_is_a_problem_and_no_traceback(book: Book, caplog: pytest.LogCaptureFixture) -> None:
    """Our own mistake ends on the page in words, and in the log in full."""

    def fall(*_: object) -> Problem:
        raise RuntimeError("inner secret")

    book.prover.say = fall
    card = book.predict("counts")
    assert "The experiment could not be run: RuntimeError." in card
    assert "Traceback" not in card
    assert "inner secret" in caplog.text


def test_reality_that_moved_is_pointed_out(book: Book) -> None:
    """A verdict that the handbook did not expect says so."""
    book.prover.say = lambda lab, claim, _: verdict(lab, claim, Outcome.FAILS, expected=Outcome.HOLDS)
    assert "The handbook expected otherwise" in book.predict("counts")


def test_a_reason_is_never_markup(book: Book) -> None:
    """What a guest sent is text, whatever it looks like."""
    book.prover.say = lambda lab, claim, _: verdict(
        lab, claim, Outcome.HOLDS, reason="It sent <script>alert(1)</script> and [a](http://b)."
    )
    card = book.predict("counts")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; and [a](http://b)." in card


def test_what_was_run_is_shown_with_what_would_turn_it(book: Book) -> None:
    """The experiment's own source, without its decorator, and the lines that its counterexample changes."""
    book.predict("counts")
    part = book.get("/visits/claims/counts/experiment")
    assert '<span class="nf">counts</span>' in part
    assert "expect" not in part
    assert "<del>-     session[&#34;visits&#34;] = session.get(&#34;visits&#34;, 0) + 1</del>" in part
    assert "<ins>+     session[&#34;visits&#34;] = 1</ins>" in part
    assert 'aria-label="Change in app.py"' in part


def test_a_counterexample_of_other_values_names_them(book: Book) -> None:
    """A counterexample that changes the experiment instead of the app says with what it is run."""
    book.predict("readable")
    assert "<code>letters = &#39;?&#39;</code>" in book.get("/visits/claims/readable/experiment")


def test_the_counterexample_is_run_and_turns(book: Book) -> None:
    """Running it shows the outcome before and after."""
    book.predict("counts")
    part = book.post("/visits/claims/counts/counter")
    assert part.index("holds") < part.index("fails")
    assert "It did not turn" not in part
    assert ("counter", "visits", "counts") in book.prover.calls


def test_a_counterexample_that_does_not_turn_is_told(book: Book) -> None:
    """An experiment that comes out alike both ways decides nothing, and the page says it."""
    book.predict("counts")
    book.prover.say = lambda lab, claim, _: verdict(lab, claim, Outcome.HOLDS)
    assert "It did not turn" in book.post("/visits/claims/counts/counter")


def test_a_slow_or_broken_counterexample_is_a_problem(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """It never holds the request without bound, and what stops it is said."""
    book.predict("counts")
    monkeypatch.setattr(handbook_claims, "WAIT_SECONDS", 0.0)
    book.prover.gate.clear()
    slow = book.stage.post("/handbook/visits/claims/counts/counter")
    assert slow.status_code == 422
    assert "has not ended within" in slow.text
    monkeypatch.setattr(handbook_claims, "WAIT_SECONDS", 10.0)
    book.prover.say = lambda *_: Problem(code="gone", cause="The lab is gone.", remedy="Restore it.")
    book.prover.gate.set()
    assert "The lab is gone." in book.stage.post("/handbook/visits/claims/counts/counter").text


def test_the_exchange_that_decided_is_shown_in_the_lenses(book: Book) -> None:
    """The deciding exchange is stored with the verdict and shown as on the bench."""
    book.predict("counts")
    part = book.get("/visits/claims/counts/exchange")
    assert 'data-tabs="exchange"' in part
    assert "Journey" in part


def test_an_exchange_that_is_no_more_is_an_empty_state(book: Book) -> None:
    """A verdict without an exchange offers none; asked for, it says that it is gone."""
    book.prover.say = lambda lab, claim, _: verdict(lab, claim, Outcome.HOLDS, exchanges=())
    assert "The exchange that decided it" not in book.predict("counts")
    assert "The exchange is gone" in book.get("/visits/claims/counts/exchange")
