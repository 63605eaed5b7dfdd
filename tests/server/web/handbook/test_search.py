"""Searching the handbook from its pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.handbook.catalogue.catalogue import Catalogue
from server.model.claim import Outcome
from tests.server.web.handbook_stage import LABS, Book, booked, verdict


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """Two labs, nothing predicted."""
    with booked(tmp_path) as found:
        yield found


def test_a_search_is_a_page_of_its_own(book: Book) -> None:
    """Without scripts the form leads to a page with what was found, marked."""
    page = book.get("/search?q=cookie+key")
    assert "<!doctype html>" in page
    assert '<h2 class="found-kind" id="found-claim">Claims <span class="count">1</span></h2>' in page
    assert 'href="/handbook/visits#claim-readable"' in page
    assert "<mark>cookie</mark>" in page


def test_a_search_as_one_types_is_the_results_alone(book: Book) -> None:
    """htmx gets what stands below the box."""
    part = book.stage.fragment("/handbook/search?q=cookie").text
    assert "<!doctype" not in part
    assert "found-hit" in part


def test_the_palette_gets_items(book: Book) -> None:
    """Each leads to its place and names its lab."""
    items = book.get("/search?in=palette&q=session")
    assert 'role="option"' in items
    assert 'data-href="/handbook/visits#source=app.py:' in items


def test_nothing_found_is_said(book: Book) -> None:
    """With what to try; an empty box says nothing."""
    assert "Nothing in the handbook has all of these words." in book.get("/search?q=elephant")
    assert "Nothing in the handbook" not in book.get("/search?q=")
    assert "Nothing in the handbook" not in book.get("/search?q=%3F%21")


def test_what_is_found_is_text(book: Book) -> None:
    """Neither the query nor a lab's source can be markup."""
    page = book.get("/search?q=%3Cb%3Eform")
    assert "<b>form" not in page
    assert 'value="&lt;b&gt;form"' in page


def test_no_verdict_is_found_before_its_prediction(book: Book) -> None:
    """What an experiment saw is not in the index, and a hit says nothing of how the claim came out."""
    with book.stage.app.app_context():
        book.stage.store.verdicts.save(verdict("visits", "counts", Outcome.HOLDS))
    page = book.get("/search?q=counts")
    assert "It was seen" not in page
    assert "holds" not in page.split('id="search-results"')[1].split("</search>")[0]


def test_another_catalogue_has_another_index(book: Book, tmp_path: Path) -> None:
    """Labs that come later are found."""
    assert "found-hit" in book.get("/search?q=visits")
    book.stage.use_handbook(Catalogue((tmp_path / "nothing",)))
    assert "found-hit" not in book.get("/search?q=visits")
    book.stage.use_handbook(Catalogue((LABS,)))
    assert "found-hit" in book.get("/search?q=visits")
