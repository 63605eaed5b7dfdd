"""Searching the handbook from its pages."""

from pathlib import Path

from server.handbook.catalogue.catalogue import Catalogue
from server.model.claim import Outcome
from tests.support.handbook_client import SAMPLE_LABS, HandbookClient, make_verdict


def test_a_search_is_a_page_of_its_own(handbook: HandbookClient) -> None:
    """Without scripts the form leads to a page with the hits, whose words are marked."""
    page = handbook.get("/search?q=cookie+key")
    assert "<!doctype html>" in page
    assert (
        '<h2 class="search-group-title" id="search-group-claim">Claims <span class="count">1</span></h2>'
        in page
    )
    assert 'href="/handbook/visits#claim-readable"' in page
    assert "<mark>cookie</mark>" in page


def test_a_search_while_typing_returns_only_the_hits(handbook: HandbookClient) -> None:
    """htmx gets only the hits below the search box."""
    part = handbook.workbench.get_fragment("/handbook/search?q=cookie").text
    assert "<!doctype" not in part
    assert "search-hit" in part


def test_the_palette_gets_items(handbook: HandbookClient) -> None:
    """Each leads to its place and names its lab."""
    items = handbook.get("/search?in=palette&q=session")
    assert 'role="option"' in items
    assert 'data-href="/handbook/visits#source=app.py:' in items


def test_a_search_without_a_hit_is_explained(handbook: HandbookClient) -> None:
    """The page suggests what to try; an empty search shows nothing."""
    assert "Nothing in the handbook has all of these words." in handbook.get("/search?q=elephant")
    assert "Nothing in the handbook" not in handbook.get("/search?q=")
    assert "Nothing in the handbook" not in handbook.get("/search?q=%3F%21")


def test_hits_are_escaped(handbook: HandbookClient) -> None:
    """Neither the query nor a lab's source can be markup."""
    page = handbook.get("/search?q=%3Cb%3Eform")
    assert "<b>form" not in page
    assert 'value="&lt;b&gt;form"' in page


def test_no_verdict_is_found_before_its_prediction(handbook: HandbookClient) -> None:
    """Reasons of verdicts are not in the index, and a hit does not show the outcome of its claim."""
    with handbook.workbench.app.app_context():
        handbook.workbench.store.verdicts.save(make_verdict("visits", "counts", Outcome.HOLDS))
    page = handbook.get("/search?q=counts")
    assert "It was seen" not in page
    assert "holds" not in page.split('id="search-results"')[1].split("</search>")[0]


def test_another_catalogue_has_another_index(handbook: HandbookClient, tmp_path: Path) -> None:
    """Labs that come later are found."""
    assert "search-hit" in handbook.get("/search?q=visits")
    handbook.workbench.use_handbook(Catalogue((tmp_path / "nothing",)))
    assert "search-hit" not in handbook.get("/search?q=visits")
    handbook.workbench.use_handbook(Catalogue((SAMPLE_LABS,)))
    assert "search-hit" in handbook.get("/search?q=visits")
