"""A copy of a lab as one's own project, from its page."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.support.handbook_client import HandbookClient, handbook_client


class Picker:
    """A window whose dialog a test answers."""

    def __init__(self, answer: Path | None) -> None:
        self.answer = answer

    def pick_folder(self) -> Path | None:
        """Return the folder that the user chose."""
        return self.answer

    pick_file = pick_archive = pick_folder

    def close(self) -> None:
        """No window."""

    def open_window(self, url: str, title: str) -> None:
        """No window."""

    def open_external(self, url: str) -> None:
        """No browser."""

    def choose_theme(self, name: str) -> None:
        """No window."""


@pytest.fixture
def handbook(tmp_path: Path) -> Iterator[HandbookClient]:
    """Two labs."""
    with handbook_client(tmp_path / "data") as found:
        yield found


def test_an_exported_copy_is_opened_like_any_project(handbook: HandbookClient, tmp_path: Path) -> None:
    """It leads to the page that asks for trust, and nothing runs before."""
    answer = handbook.workbench.post("/handbook/visits/keep", {"folder": str(tmp_path / "mine")})
    address = answer.headers["HX-Redirect"]
    assert address == f"/open?target={quote(str(tmp_path / 'mine'), safe='')}"
    assert (tmp_path / "mine" / "templates" / "visits.html").is_file()
    page = handbook.workbench.get(address).text
    assert "data-open-at-once" not in page
    assert 'name="trust"' in page
    assert handbook.workbench.guests.all() == ()


def test_a_wrong_folder_is_reported_in_the_dialog(handbook: HandbookClient, tmp_path: Path) -> None:
    """The page stays, and nothing was written."""
    (tmp_path / "mine.txt").write_text("mine")
    answer = handbook.workbench.post("/handbook/visits/keep", {"folder": str(tmp_path)})
    assert "exists already" in answer.text
    assert "HX-Redirect" not in answer.headers


def test_the_folder_can_be_picked(handbook: HandbookClient, tmp_path: Path) -> None:
    """In the window a folder can be picked, in which the copy gets a new name."""
    assert "keep/pick" not in handbook.get("/visits")
    assert handbook.workbench.post("/handbook/visits/keep/pick").status_code == 204
    handbook.workbench.services.window_api = Picker(tmp_path)
    assert "keep/pick" in handbook.get("/visits")
    assert f'value="{tmp_path / "visits"}"' in handbook.post("/visits/keep/pick")
    handbook.workbench.services.window_api = Picker(None)
    assert handbook.workbench.post("/handbook/visits/keep/pick").status_code == 204
