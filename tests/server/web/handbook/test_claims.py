"""Predicting, deciding and checking a claim."""

import pytest

from server.model.claim import Outcome
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.web.handbook import claims
from tests.support.handbook_client import HandbookClient, make_verdict


def test_a_right_guess_is_confirmed(handbook: HandbookClient) -> None:
    """The card shows verdict, reason, versions, and that the guess was right."""
    card = handbook.predict("counts", "holds")
    assert 'data-state="decided" data-outcome="holds"' in card
    assert "You said true, and it is true." in card
    assert "It was seen: counts <code>holds</code>." in card
    assert "Flask 3.1.3, Werkzeug 3.1.8, Python 3.12.1" in card
    assert "1 of 4 predicted" in card


def test_a_wrong_guess_is_shown_as_wrong(handbook: HandbookClient) -> None:
    """A false claim that was believed shows that it fails, and that many believe it."""
    card = handbook.predict("readable", "holds")
    assert 'data-outcome="fails"' in card
    assert "You said true, but it is false." in card
    assert "a common mistake" in card


def test_the_other_guesses_read_well_too(handbook: HandbookClient) -> None:
    """Saying false is judged both ways."""
    assert "You said false, but it is true." in handbook.predict("counts", "fails")
    assert "You said false, and it is false." in handbook.predict("readable", "fails")


def test_an_undecided_claim_shows_reason_and_remedy(handbook: HandbookClient) -> None:
    """Where nothing can be decided the guess is neither right nor wrong."""
    handbook.prover.decision = lambda lab, claim, folder: make_verdict(
        lab, claim, Outcome.UNDECIDED, reason="A year did not pass.", remedy="Wait.", exchanges=()
    )
    card = handbook.predict("never")
    assert "cannot be decided here" in card
    assert "A year did not pass." in card
    assert "Wait." in card
    assert "You said true.</span>" in " ".join(card.split()).replace(" </span>", "</span>")
    assert "No predictions yet" in handbook.get()


def test_a_guess_must_be_one(handbook: HandbookClient) -> None:
    """Only true and false are guesses."""
    assert (
        handbook.workbench.post("/handbook/visits/claims/counts/predict", {"guess": "undecided"}).status_code
        == 400
    )
    assert handbook.prover.calls == []


def test_predicting_again_hides_the_verdict(handbook: HandbookClient) -> None:
    """After a reset nothing of the verdict is given out until the next guess."""
    handbook.predict("counts")
    card = handbook.post("/visits/claims/counts/reset")
    assert 'data-state="open"' in card
    assert "It was seen" not in card
    assert "0 of 4 predicted" in card
    for part in ("exchange", "experiment"):
        assert handbook.status(f"/visits/claims/counts/{part}") == 404
    assert handbook.workbench.post("/handbook/visits/claims/counts/counter").status_code == 404
    assert 'data-state="decided"' in handbook.predict("counts", "fails")


def test_only_the_first_guess_counts(handbook: HandbookClient) -> None:
    """A second guess, made after the verdict was shown, does not change the score."""
    handbook.predict("counts", "fails")
    handbook.post("/visits/claims/counts/reset")
    handbook.predict("counts", "holds")
    assert "first predictions right,</span> <span>1 surprise" in handbook.get()
    assert 'href="/handbook/visits#claim-counts"' in handbook.get("/guesses")


def test_a_slow_experiment_does_not_hold_the_request(
    handbook: HandbookClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the wait the card shows that it runs, and asks again; the experiment is not started twice."""
    monkeypatch.setattr(claims, "WAIT_SECONDS", 0.0)
    handbook.prover.gate.clear()
    card = handbook.predict("counts")
    assert 'data-state="running"' in card
    assert 'hx-get="/handbook/visits/claims/counts" hx-trigger="load delay:200ms"' in card
    assert 'data-state="running"' in handbook.get("/visits/claims/counts")
    assert 'data-state="running"' in handbook.post("/visits/claims/counts/decide")
    handbook.prover.gate.set()
    handbook.wait_until(lambda: 'data-state="decided"' in handbook.get("/visits/claims/counts"))
    assert handbook.prover.calls == [("decide", "visits", "counts")]


def test_a_problem_is_shown_with_its_remedy(handbook: HandbookClient) -> None:
    """The problem that keeps an experiment from running is shown, and a later run clears it."""
    handbook.prover.decision = lambda *_: Problem(
        code=ProblemCode.GUEST_GONE, cause="The lab is gone.", remedy="Restore it."
    )
    card = handbook.predict("counts")
    assert 'data-state="stuck"' in card
    assert "The lab is gone." in card
    assert "Restore it." in card
    handbook.prover.decision = handbook.prover.expected_verdict
    assert 'data-state="decided"' in handbook.post("/visits/claims/counts/decide")


def test_a_broken_prover_is_a_problem_and_no_traceback(
    handbook: HandbookClient, caplog: pytest.LogCaptureFixture
) -> None:
    """Our own mistake ends on the page in words, and in the log in full."""

    def fall(*_: object) -> Problem:
        raise RuntimeError("inner secret")

    handbook.prover.decision = fall
    card = handbook.predict("counts")
    assert "The experiment could not be run: RuntimeError." in card
    assert "Traceback" not in card
    assert "inner secret" in caplog.text


def test_reality_that_moved_is_pointed_out(handbook: HandbookClient) -> None:
    """A verdict that the handbook did not expect is marked."""
    handbook.prover.decision = lambda lab, claim, _: make_verdict(
        lab, claim, Outcome.FAILS, expected=Outcome.HOLDS
    )
    assert "The handbook expected otherwise" in handbook.predict("counts")


def test_a_reason_is_never_markup(handbook: HandbookClient) -> None:
    """Text of a guest is escaped, even if it looks like markup."""
    handbook.prover.decision = lambda lab, claim, _: make_verdict(
        lab, claim, Outcome.HOLDS, reason="It sent <script>alert(1)</script> and [a](http://b)."
    )
    card = handbook.predict("counts")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; and [a](http://b)." in card


def test_the_experiment_is_shown_with_its_counterexample(handbook: HandbookClient) -> None:
    """The experiment's own source, without its decorator, and the lines that its counterexample changes."""
    handbook.predict("counts")
    part = handbook.get("/visits/claims/counts/experiment")
    assert '<span class="nf">counts</span>' in part
    assert "expect" not in part
    assert "<del>-     session[&#34;visits&#34;] = session.get(&#34;visits&#34;, 0) + 1</del>" in part
    assert "<ins>+     session[&#34;visits&#34;] = 1</ins>" in part
    assert 'aria-label="Change in app.py"' in part


def test_a_counterexample_of_other_values_names_them(handbook: HandbookClient) -> None:
    """A counterexample that changes the experiment instead of the app shows the changed values."""
    handbook.predict("readable")
    assert "<code>letters = &#39;?&#39;</code>" in handbook.get("/visits/claims/readable/experiment")


def test_the_counterexample_is_run_and_turns(handbook: HandbookClient) -> None:
    """Running it shows the outcome before and after."""
    handbook.predict("counts")
    part = handbook.post("/visits/claims/counts/counter")
    assert part.index("holds") < part.index("fails")
    assert "The verdict stayed the same" not in part
    assert ("counter", "visits", "counts") in handbook.prover.calls


def test_a_counterexample_without_effect_is_reported(handbook: HandbookClient) -> None:
    """The page reports an experiment with the same outcome under its counterexample."""
    handbook.predict("counts")
    handbook.prover.decision = lambda lab, claim, _: make_verdict(lab, claim, Outcome.HOLDS)
    assert "The verdict stayed the same" in handbook.post("/visits/claims/counts/counter")


def test_a_slow_or_broken_counterexample_is_a_problem(
    handbook: HandbookClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It never holds the request for long, and a problem is shown."""
    handbook.predict("counts")
    monkeypatch.setattr(claims, "WAIT_SECONDS", 0.0)
    handbook.prover.gate.clear()
    slow = handbook.workbench.post("/handbook/visits/claims/counts/counter")
    assert slow.status_code == 422
    assert "did not finish within" in slow.text
    monkeypatch.setattr(claims, "WAIT_SECONDS", 10.0)
    handbook.prover.decision = lambda *_: Problem(
        code=ProblemCode.GUEST_GONE, cause="The lab is gone.", remedy="Restore it."
    )
    handbook.prover.gate.set()
    assert "The lab is gone." in handbook.workbench.post("/handbook/visits/claims/counts/counter").text


def test_the_exchange_that_decided_is_shown_in_the_lenses(handbook: HandbookClient) -> None:
    """The deciding exchange is stored with the verdict and shown as on the bench."""
    handbook.predict("counts")
    part = handbook.get("/visits/claims/counts/exchange")
    assert 'data-tabs="exchange"' in part
    assert "Journey" in part


def test_an_exchange_that_is_no_more_is_an_empty_state(handbook: HandbookClient) -> None:
    """A verdict without an exchange offers none; its address reports that it is gone."""
    handbook.prover.decision = lambda lab, claim, _: make_verdict(lab, claim, Outcome.HOLDS, exchanges=())
    assert "The exchange that decided it" not in handbook.predict("counts")
    assert "The exchange is gone" in handbook.get("/visits/claims/counts/exchange")
