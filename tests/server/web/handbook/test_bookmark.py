"""Tests of the bookmark: set while reading, offered on Home and in the contents."""

from urllib.parse import quote

import pytest

from tests.support.handbook_client import HandbookClient


def test_the_place_on_the_page_is_offered_with_its_heading(handbook: HandbookClient) -> None:
    """Home and contents lead to the claim that was read last, and name the heading above it."""
    handbook.post("/visits/here", anchor="claim-readable")
    for page in (handbook.get(), handbook.workbench.get("/").text):
        assert 'href="/handbook/visits#claim-readable"' in page
        assert "What the cookie says" in page


def test_home_offers_nothing_before_anything_was_read(handbook: HandbookClient) -> None:
    """A newcomer is not asked to go on."""
    assert "Read on" not in handbook.workbench.get("/").text


@pytest.mark.parametrize("anchor", ["gone", "no place at all", "x" * 200])
def test_a_place_that_is_not_on_the_page_is_its_beginning(handbook: HandbookClient, anchor: str) -> None:
    """A page that was rewritten, or a place that never was, leads to the lab itself."""
    handbook.post("/visits/here", anchor=anchor)
    assert 'href="/handbook/visits">' in handbook.get()


def test_opening_a_page_again_keeps_the_place_on_it(handbook: HandbookClient) -> None:
    """Only another lab, or another place, replaces it."""
    handbook.post("/visits/here", anchor="what-the-cookie-says")
    handbook.post("/visits/here")
    assert "/handbook/visits#what-the-cookie-says" in handbook.get()
    handbook.post("/echo/here")
    assert "#what-the-cookie-says" not in handbook.get()


def test_a_lab_with_nothing_left_leads_to_the_next(handbook: HandbookClient) -> None:
    """Home shows the last place; the contents show the next lab with open claims."""
    handbook.predict("echoes", lab="echo")
    handbook.post("/echo/here")
    assert "Go on with 7.2 Visits" in handbook.get()
    assert "Read on: 7.1 Echo" in handbook.workbench.get("/").text


@pytest.mark.parametrize(
    ("spec", "page"),
    [
        ("lab:visits", "/handbook/visits"),
        ("lab:visits#readable", "/handbook/visits#claim-readable"),
        ("lab:visits#what-the-cookie-says", "/handbook/visits#what-the-cookie-says"),
    ],
)
def test_a_lab_that_a_launch_names_is_its_page(handbook: HandbookClient, spec: str, page: str) -> None:
    """`fumehood lab:SLUG#CLAIM` leads to the claim; opening it runs nothing."""
    answer = handbook.workbench.get(f"/open?target={quote(spec)}")
    assert (answer.status_code, answer.headers["Location"]) == (303, page)
    assert handbook.workbench.guests.all() == ()


def test_a_missing_place_is_reported(handbook: HandbookClient) -> None:
    """A launch that names it is answered with the reason, and nothing runs."""
    page = handbook.workbench.get("/open?target=" + quote("lab:visits#gone"))
    assert page.status_code == 200
    assert "The page of lab:visits has no place named gone." in page.text
    assert handbook.workbench.guests.all() == ()


def test_a_lab_that_is_not_there_is_no_page(handbook: HandbookClient) -> None:
    """A misspelt place is reported with suggestions; with an interpreter a lab goes to the bench."""
    assert "no lab named gone" in handbook.workbench.get("/open?target=lab:gone").text
    assert handbook.workbench.get("/open?target=lab:visits&python=python3").status_code == 200
