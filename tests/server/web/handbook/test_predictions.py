"""The record of guesses, and claims that are shown without one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.web.handbook_stage import Book, booked


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """Two labs, nothing predicted."""
    with booked(tmp_path) as found:
        yield found


def test_before_any_guess_the_record_says_how_to_begin(book: Book) -> None:
    """There is nothing to count and nothing to forget."""
    page = book.get("/guesses")
    assert "No guess was judged yet" in page
    assert "Begin anew" not in page


def test_the_record_counts_by_chapter_what_was_right_and_wrong(book: Book) -> None:
    """Three guesses in a chapter of five claims: two right, one wrong."""
    for claim, guess in (("counts", "holds"), ("readable", "fails"), ("new-each-time", "holds")):
        book.predict(claim, guess)
    page = " ".join(book.get("/guesses").split())
    assert 'aria-label="State: 2 right, 1 wrong"' in page
    assert '<td class="number">3 / 5</td> <td class="number">2</td> <td class="number">1</td>' in page
    assert "67<span> %</span>" in page


def test_mistakes_that_fooled_the_reader_lead_to_their_claims(book: Book) -> None:
    """A common mistake that was believed stands apart from a truth that was not."""
    book.predict("readable", "holds")
    book.predict("counts", "fails")
    page = book.get("/guesses")
    mistakes, other = page.split("Mistakes that fooled you", 1)[1].split("Other surprises", 1)
    assert 'href="/handbook/visits#claim-readable"' in mistakes
    assert "It was seen: readable" in mistakes
    assert 'href="/handbook/visits#claim-counts"' in other


def test_a_claim_to_be_predicted_again_tells_nothing_in_the_record(book: Book) -> None:
    """Its surprise stays, what the code showed is hidden again."""
    book.predict("counts", "fails")
    book.post("/visits/claims/counts/reset")
    page = book.get("/guesses")
    assert 'href="/handbook/visits#claim-counts"' in page
    assert "It was seen" not in page


def test_begin_anew_forgets_every_guess_and_keeps_what_was_proved(book: Book) -> None:
    """All claims are open again; the contents still say that one was proved."""
    book.predict("counts", "fails")
    book.post("/visits/claims/readable/skip")
    answer = book.stage.post("/handbook/guesses/forget")
    assert answer.headers["HX-Redirect"] == "/handbook/guesses"
    assert book.get("/visits").count('data-state="open"') == 4
    page = book.get()
    assert 'aria-label="Visits: 0 of 4 predicted, 2 proved"' in page
    assert "Begin with 7.1 Echo" in page


def test_a_reader_may_skip_the_prediction(book: Book) -> None:
    """The verdict is shown, nothing is counted as a guess, and the contents say that it was skipped."""
    card = book.post("/visits/claims/counts/skip")
    assert 'data-outcome="holds"' in card
    assert "Shown without a guess." in card
    assert 'aria-label="Visits: 0 of 4 predicted, 1 skipped, 1 proved"' in book.get()
    assert "No guess yet" in book.get()


def test_a_guess_after_skipping_does_not_count(book: Book) -> None:
    """Who predicts after all has seen the answer."""
    book.post("/visits/claims/counts/skip")
    book.post("/visits/claims/counts/reset")
    assert 'data-state="open"' in book.get("/visits/claims/counts")
    assert "You said true, and so it is." in book.predict("counts", "holds")
    assert "No guess was judged yet" in book.get("/guesses")
