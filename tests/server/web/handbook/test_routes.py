"""Tests of the contents, and of a lab's page before anything is predicted."""

from pathlib import Path

import pytest

from server.model.claim import Outcome
from tests.support.handbook_client import HandbookClient, make_verdict


def test_contents_show_each_lab_with_number_title_and_summary(handbook: HandbookClient) -> None:
    """The contents list the labs of each chapter in the order of their numbers."""
    page = handbook.get()
    assert page.index("7.1") < page.index("7.2")
    assert '<a href="/handbook/visits">Visits</a>' in page
    assert "counts in Flask&#39;s <code>session</code>" in page


def test_contents_count_predicted_proved_and_open_claims(handbook: HandbookClient) -> None:
    """After one prediction a lab of four claims has one predicted, one proved and three left."""
    handbook.predict("counts")
    page = handbook.get()
    assert "3 of 4 left" in page
    assert "1 proved here" in page
    assert 'aria-label="Visits: 1 of 4 predicted, 1 proved"' in page


def test_contents_lead_to_the_first_lab_and_then_to_where_the_reading_stopped(
    handbook: HandbookClient,
) -> None:
    """The way in is the first lab; later it is the lab read last, at the claim answered last."""
    assert "Begin with 7.1 Echo" in handbook.get()
    handbook.post("/visits/here")
    assert 'href="/handbook/visits">' in handbook.get()
    handbook.predict("readable")
    page = handbook.get()
    assert "Go on with 7.2 Visits" in page
    assert 'href="/handbook/visits#claim-readable"' in page


def test_reading_a_page_changes_nothing(handbook: HandbookClient) -> None:
    """A GET of a lab's page does not move the bookmark; only a POST of its script does."""
    handbook.get("/visits")
    assert "Begin with" in handbook.get()


def test_being_here_keeps_the_claim_of_the_same_lab(handbook: HandbookClient) -> None:
    """Opening the lab again does not forget which claim was answered last; another lab does."""
    handbook.predict("readable", "fails")
    handbook.post("/visits/here")
    assert "#claim-readable" in handbook.get()
    handbook.post("/echo/here")
    assert "#claim-readable" not in handbook.get()
    assert ("warm", "echo") in handbook.prover.calls


def test_a_page_has_prose_claims_source_questions_and_neighbours(handbook: HandbookClient) -> None:
    """A lab's page holds all its parts, each claim where the text places it."""
    page = handbook.get("/visits")
    assert page.index('id="one-browser-two-visits"') < page.index('id="claim-counts"')
    assert page.index('id="claim-counts"') < page.index('id="what-the-cookie-says"')
    assert "Counts visits in the session." in page
    assert 'data-editor="html"' in page
    assert "<summary><span>Where does <code>session</code> keep its data?</span></summary>" in page
    assert 'rel="prev" href="/handbook/echo"' in page
    assert 'rel="next"' not in page
    assert "Flask: Sessions" in page


def test_no_verdict_is_on_a_page_before_its_prediction(handbook: HandbookClient) -> None:
    """A verdict found earlier stays hidden until the claim is predicted."""
    with handbook.workbench.app.app_context():
        handbook.workbench.store.verdicts.save(make_verdict("visits", "counts", Outcome.HOLDS))
    page = handbook.get("/visits")
    assert "It was seen" not in page
    assert page.count('data-state="open"') == 4
    assert "a common mistake" not in page


@pytest.mark.parametrize("path", ["/nothing", "/visits/claims/nothing", "/nothing/claims/counts"])
def test_an_unknown_address_is_not_found(handbook: HandbookClient, path: str) -> None:
    """An unknown lab or claim is 404."""
    assert handbook.status(path) == 404


def test_a_lab_that_is_not_there_leads_to_the_contents(handbook: HandbookClient) -> None:
    """The page names the lab and a similar one; the part for htmx has the same text without the button."""
    page = handbook.workbench.get("/handbook/visit")
    assert page.status_code == 404
    assert "The handbook has no lab named visit." in page.text
    assert "Did you mean visits? The contents list all labs." in page.text
    assert '<a class="button" href="/handbook">To the contents</a>' in page.text
    assert "history" not in page.text.partition("<main")[2].partition("</main>")[0]
    part = handbook.workbench.get_fragment("/handbook/zzz/claims/counts")
    assert part.status_code == 404
    assert "The handbook has no lab named zzz." in part.text
    assert "Did you mean" not in part.text
    assert "<!doctype html>" not in part.text


def test_a_broken_lab_is_named_in_the_contents(tmp_path: Path, handbook: HandbookClient) -> None:
    """A lab that cannot be read takes no other lab with it, and the contents say which."""
    from server.handbook.catalogue.catalogue import Catalogue  # noqa: PLC0415 - only this test makes one
    from tests.support.handbook_client import SAMPLE_LABS  # noqa: PLC0415 - see above

    chapter = tmp_path / "labs-of-mine" / "1-first"
    (chapter / "broken").mkdir(parents=True)
    (chapter / "chapter.toml").write_text('number = 1\ntitle = "First"\n')
    (chapter / "broken" / "lab.toml").write_text("no toml at all")
    handbook.workbench.use_handbook(Catalogue((chapter.parent, SAMPLE_LABS)))
    page = handbook.get()
    assert "could not be read" in page
    assert "Visits" in page


def test_no_labs_at_all_is_an_empty_state(tmp_path: Path, handbook: HandbookClient) -> None:
    """Without labs the contents explain why they are empty, and what to do."""
    from server.handbook.catalogue.catalogue import Catalogue  # noqa: PLC0415 - only this test makes one

    handbook.workbench.use_handbook(Catalogue((tmp_path,)))
    page = handbook.get()
    assert "There is no lab" in page
    assert "Run all" not in page


def test_a_finished_lab_leads_to_the_next_with_claims_left(handbook: HandbookClient) -> None:
    """Reading continues at the next lab with something to predict, or at the last lab."""
    handbook.predict("echoes", lab="echo")
    assert "Go on with 7.2 Visits" in handbook.get()
    for claim in ("counts", "readable", "new-each-time", "never"):
        handbook.predict(claim)
    assert "Go on with 7.2 Visits" in handbook.get()


def test_the_contents_say_which_chapters_are_being_written(handbook: HandbookClient) -> None:
    """Missing chapters before the last one are announced."""
    numbers = {chapter.number for chapter in handbook.workbench.services.catalogue.chapters}
    missing = [str(number) for number in range(1, max(numbers)) if number not in numbers]
    text = handbook.get("")
    assert (f"Being written: chapters {', '.join(missing)}." in text) is bool(missing)
