"""Tests of pinning, noting and deleting exchanges, and of undoing that."""

import pytest

from server.model.guest import TargetKind
from server.store import ExchangeFilter
from tests.support.fake_guests import make_exchange
from tests.support.workbench_client import WorkbenchClient


@pytest.fixture
def filled(workbench: WorkbenchClient) -> WorkbenchClient:
    """A workbench with an app and two exchanges."""
    workbench.open_guest(TargetKind.FOLDER)
    workbench.add_exchange(make_exchange(1))
    workbench.add_exchange(make_exchange(2))
    return workbench


def ids(workbench: WorkbenchClient) -> list[int]:
    """Return the ids of the list."""
    return [row.id for row in workbench.store.rows()]


def test_an_exchange_is_pinned_and_no_longer(filled: WorkbenchClient) -> None:
    """The button says which, and the row of the list has a mark."""
    assert 'aria-pressed="true"' in filled.post("/exchanges/1/pin").text
    assert "Pinned" in filled.get("/bench/g1/rows").text
    assert 'aria-pressed="false"' in filled.post("/exchanges/1/pin", {"off": "1"}).text
    assert "Pinned" not in filled.get("/bench/g1/rows").text


def test_a_note_is_shown_and_escaped(filled: WorkbenchClient) -> None:
    """Beside the exchange and in the list."""
    filled.post("/exchanges/1/note", {"note": "<b>slow"})
    assert "&lt;b&gt;slow" in filled.get("/bench/g1/rows").text
    assert "&lt;b&gt;slow" in filled.get_fragment("/exchanges/1").text


def test_a_deletion_is_undone_by_its_number(filled: WorkbenchClient) -> None:
    """The answer says what was deleted."""
    answer = filled.post("/exchanges/2/remove").get_json()
    assert answer["said"] == "1 exchange deleted."
    assert ids(filled) == [1]
    assert filled.get("/exchanges/2").status_code == 404
    assert filled.post("/history/undo", {"deletion": str(answer["deletion"])}).status_code == 204
    assert ids(filled) == [2, 1]


def test_an_app_is_cleared_but_for_what_is_pinned(filled: WorkbenchClient) -> None:
    """Other apps are not; all of them are cleared from the settings."""
    filled.add_exchange(make_exchange(3, guest="g9"))
    filled.post("/exchanges/1/pin")
    assert filled.post("/bench/g1/clear").get_json()["said"] == "1 exchange deleted."
    assert ids(filled) == [3, 1]
    assert filled.post("/history/clear").get_json()["said"] == "1 exchange deleted."
    assert filled.post("/history/clear").get_json()["said"] == "There was nothing to delete."


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 30])
def test_an_odd_number_of_a_deletion_undoes_nothing(filled: WorkbenchClient, number: str) -> None:
    """Nor is it an error."""
    filled.post("/exchanges/2/remove")
    assert filled.post("/history/undo", {"deletion": number}).status_code == 204
    assert ids(filled) == [1]


def test_marks_of_an_unknown_exchange_change_nothing(filled: WorkbenchClient) -> None:
    """It may have been deleted in another window."""
    assert filled.post("/exchanges/99/pin").status_code == 200
    assert filled.post("/exchanges/99/note", {"note": "x"}).status_code == 200
    assert filled.post("/exchanges/99/remove").status_code == 200
    assert ids(filled) == [2, 1]


def test_the_newest_is_selected_when_one_comes_back(filled: WorkbenchClient) -> None:
    """An app whose only exchanges are of earlier openings shows its routes."""
    assert 'data-chosen="2"' in filled.get("/bench/g1").text
    filled.open_guest(name="fresh")
    assert 'data-chosen=""' in filled.get("/bench/g2").text


def test_a_row_says_as_whom_it_was_sent(filled: WorkbenchClient) -> None:
    """The composer's visitor is kept with the exchange."""
    filled.post("/bench/g1/send", {"method": "GET", "url": "/", "identity": "visitor"})
    (row,) = filled.store.rows(ExchangeFilter(visitor="visitor"))
    assert "sent as visitor" in filled.get_fragment(f"/exchanges/{row.id}").text
