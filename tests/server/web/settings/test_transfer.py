"""Tests of the page on which all data are exported and imported."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.store import Store
from tests.support.store_pages import EXCHANGES, fill
from tests.support.workbench_client import WorkbenchClient, workbench_client


@pytest.fixture
def home(tmp_path: Path) -> Iterator[WorkbenchClient]:
    """A workbench with data in a file."""
    store = Store(tmp_path / "store.sqlite3")
    fill(store)
    store.settings.set("language", "en")
    with workbench_client(tmp_path, store=store) as workbench:
        yield workbench


def test_data_go_out_and_come_back(home: WorkbenchClient, tmp_path: Path) -> None:
    """What was changed in between is as it was when the data were exported."""
    assert 'href="/settings/data"' in home.get("/settings").text
    path = tmp_path / "out" / "all.zip"
    path.parent.mkdir()
    text = home.post("/settings/data/export", {"file": f" {path} "}).text
    assert f"{EXCHANGES} exchanges and everything else were written" in text
    assert str(path) in text
    home.store.settings.set("theme", "light")
    text = home.post("/settings/data/import", {"file": str(path)}).text
    assert f"{EXCHANGES} exchanges and everything else were imported." in text
    assert "store.sqlite3.before-import-" in text
    assert home.store.settings.get("theme") == "dark"
    assert home.store.cap_bytes == 100 << 20


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("", "Give the whole path"),
        ("all.zip", "Give the whole path"),
        ("~nosuchuser/all.zip", "Give the whole path"),
        ("/x\0y", "Give the whole path"),
        ("/nowhere/all.zip", "folder"),
    ],
)
@pytest.mark.parametrize("way", ["export", "import"])
def test_a_path_that_cannot_be_used_is_explained(
    home: WorkbenchClient, way: str, path: str, says: str
) -> None:
    """Nothing is guessed about what was typed."""
    answer = home.post(f"/settings/data/{way}", {"file": path})
    assert answer.status_code in (422, 503)
    assert says in answer.text


def test_open_apps_are_closed_first(home: WorkbenchClient, tmp_path: Path) -> None:
    """Their exchanges would belong to nothing. A file that could not be imported anyway is reported first."""
    guest = home.open_guest()
    path = str(tmp_path / "x.zip")
    assert "No such file" in home.post("/settings/data/import", {"file": path}).text
    home.post("/settings/data/export", {"file": path})
    assert "Close the apps" in home.post("/settings/data/import", {"file": path}).text
    home.guests.remove(guest.id)
    assert "were imported" in home.post("/settings/data/import", {"file": path}).text


def test_a_file_that_is_no_export_changes_nothing(home: WorkbenchClient, tmp_path: Path) -> None:
    """The page says so."""
    (tmp_path / "x.zip").write_bytes(b"PK no")
    assert "cannot be imported" in home.post("/settings/data/import", {"file": str(tmp_path / "x.zip")}).text
    assert len(home.store.rows()) == EXCHANGES
