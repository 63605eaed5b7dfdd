"""Tests of the page of predictions, and of claims that are shown without one."""

from tests.support.handbook_client import HandbookClient


def test_before_any_guess_the_page_explains_how_to_start(handbook: HandbookClient) -> None:
    """There is nothing to count and nothing to forget."""
    page = handbook.get("/guesses")
    assert "No prediction has been decided yet" in page
    assert "Start over" not in page


def test_the_page_counts_right_and_wrong_guesses_by_chapter(handbook: HandbookClient) -> None:
    """Three guesses in a chapter of five claims: two right, one wrong."""
    for claim, guess in (("counts", "holds"), ("readable", "fails"), ("new-each-time", "holds")):
        handbook.predict(claim, guess)
    page = " ".join(handbook.get("/guesses").split())
    assert 'aria-label="State: 2 right, 1 wrong"' in page
    assert '<td class="number">3 / 5</td> <td class="number">2</td> <td class="number">1</td>' in page
    assert "67<span> %</span>" in page


def test_mistakes_that_fooled_the_reader_lead_to_their_claims(handbook: HandbookClient) -> None:
    """A common mistake that was believed is listed apart from a truth that was not."""
    handbook.predict("readable", "holds")
    handbook.predict("counts", "fails")
    page = handbook.get("/guesses")
    mistakes, other = page.split("Mistakes that fooled you", 1)[1].split("Other surprises", 1)
    assert 'href="/handbook/visits#claim-readable"' in mistakes
    assert "It was seen: readable" in mistakes
    assert 'href="/handbook/visits#claim-counts"' in other


def test_a_claim_to_be_predicted_again_hides_its_reason(handbook: HandbookClient) -> None:
    """It stays in the list of surprises, but its reason is hidden again."""
    handbook.predict("counts", "fails")
    handbook.post("/visits/claims/counts/reset")
    page = handbook.get("/guesses")
    assert 'href="/handbook/visits#claim-counts"' in page
    assert "It was seen" not in page


def test_starting_over_deletes_every_guess_and_keeps_the_verdicts(handbook: HandbookClient) -> None:
    """All claims are open again; the contents still say that one was proved."""
    handbook.predict("counts", "fails")
    handbook.post("/visits/claims/readable/skip")
    answer = handbook.workbench.post("/handbook/guesses/forget")
    assert answer.headers["HX-Redirect"] == "/handbook/guesses"
    assert handbook.get("/visits").count('data-state="open"') == 4
    page = handbook.get()
    assert 'aria-label="Visits: 0 of 4 predicted, 2 proved"' in page
    assert "Begin with 7.1 Echo" in page


def test_a_reader_may_skip_the_prediction(handbook: HandbookClient) -> None:
    """The verdict is shown, nothing is counted as a guess, and the contents say that it was skipped."""
    card = handbook.post("/visits/claims/counts/skip")
    assert 'data-outcome="holds"' in card
    assert "Shown without a prediction." in card
    assert 'aria-label="Visits: 0 of 4 predicted, 1 skipped, 1 proved"' in handbook.get()
    assert "No predictions yet" in handbook.get()


def test_a_guess_after_skipping_does_not_count(handbook: HandbookClient) -> None:
    """A prediction after the verdict was shown is not counted."""
    handbook.post("/visits/claims/counts/skip")
    handbook.post("/visits/claims/counts/reset")
    assert 'data-state="open"' in handbook.get("/visits/claims/counts")
    assert "You said true, and it is true." in handbook.predict("counts", "holds")
    assert "No prediction has been decided yet" in handbook.get("/guesses")
