"""Tests of the home page."""

from dataclasses import replace
from pathlib import Path

from server.model.guest import Target, TargetKind
from tests.support.handbook_client import HandbookClient
from tests.support.sample_exchanges import exchange
from tests.support.workbench_client import WorkbenchClient


def main_of(workbench: WorkbenchClient) -> str:
    """Return the home page without its frame, whose palette lists every lab."""
    return workbench.get("/").text.partition("<main")[2].partition("</main>")[0]


def test_a_newcomer_sees_the_first_request_and_three_labs(workbench: WorkbenchClient) -> None:
    """The button that sends a first request comes first, and the handbook shows where to begin."""
    text = main_of(workbench)
    assert text.index("Send a request and see inside") < text.index("Open an app of yours")
    assert "Your apps" not in text
    assert text.count('class="home-lab"') == 3
    assert workbench.services.catalogue.labs[0].title in text


def test_a_returning_user_sees_their_apps_first(workbench: WorkbenchClient) -> None:
    """Each row leads to the app; what newcomers need is below, and what is new is folded."""
    guest = workbench.open_guest()
    workbench.store.recent.touch(guest.target, None)
    text = main_of(workbench)
    assert text.index("Your apps") < text.index("shop") < text.index("Send a request and see inside")
    assert 'class="hero"' not in text
    assert '<details class="panel home-news">' in text


def test_a_row_leads_to_the_newest_exchange_of_a_running_app(workbench: WorkbenchClient) -> None:
    """A running app is marked and comes first, however long ago it was opened."""
    guest = workbench.open_guest()
    workbench.store.recent.touch(guest.target, None)
    for number in range(8):
        spec = f"/srv/other{number}"
        target = Target(kind=TargetKind.FOLDER, spec=spec, root=Path(spec), app="", name=f"other{number}")
        workbench.store.recent.touch(target, None)
    assert f'href="/bench/{guest.id}"' in main_of(workbench)
    workbench.add_exchange(replace(exchange(1), guest=guest.id))
    text = main_of(workbench)
    assert f'href="/bench/{guest.id}?exchange=1"' in text
    assert text.index('data-state="ready"') < text.index("other7")


def test_home_counts_the_predictions(handbook: HandbookClient) -> None:
    """Of the whole handbook."""
    assert "0 of 5 claims predicted" in main_of(handbook.workbench)
    handbook.predict("counts")
    assert "1 of 5 claims predicted" in main_of(handbook.workbench)


def test_home_leads_back_to_the_place_of_reading(handbook: HandbookClient) -> None:
    """The reader continues where the last claim was answered."""
    handbook.predict("readable")
    assert 'href="/handbook/visits#claim-readable"' in handbook.workbench.get("/").text


def test_home_has_the_last_six_recent_apps(workbench: WorkbenchClient) -> None:
    """Older ones are a link away."""
    for number in range(7):
        workbench.store.recent.touch(workbench.open_guest(name=f"shop{number}").target, None)
    text = main_of(workbench)
    assert "shop6" in text
    assert "shop0" not in text
    assert 'href="/bench?all=yes"' in text
