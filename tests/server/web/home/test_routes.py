"""Tests of the home page."""

from tests.support.handbook_client import HandbookClient
from tests.support.workbench_client import WorkbenchClient


def test_home_shows_the_chapters_and_the_first_request(workbench: WorkbenchClient) -> None:
    """Home has the chapters with progress, and the button that sends a first request."""
    text = workbench.get("/").text
    assert "Send a request and see inside" in text
    for chapter in workbench.services.catalogue.chapters:
        assert chapter.title in text
    assert "predicted" in text


def test_home_counts_the_predictions_of_each_chapter(handbook: HandbookClient) -> None:
    """The progress of a chapter counts its claims that were predicted."""
    assert "1 of 5" not in handbook.workbench.get("/").text
    handbook.predict("counts")
    assert "1 of 5" in handbook.workbench.get("/").text


def test_home_leads_back_to_the_place_of_reading(handbook: HandbookClient) -> None:
    """The reader continues where the last claim was answered."""
    handbook.predict("readable")
    assert 'href="/handbook/visits#claim-readable"' in handbook.workbench.get("/").text


def test_home_has_the_last_six_recent_apps(workbench: WorkbenchClient) -> None:
    """Older ones are a link away."""
    for number in range(7):
        workbench.store.recent.touch(workbench.open_guest(name=f"shop{number}").target, None)
    text = workbench.get("/").text
    assert "shop6" in text
    assert "shop0" not in text.partition("<main")[2].partition("</main>")[0]
    assert 'href="/bench?all=yes"' in text
