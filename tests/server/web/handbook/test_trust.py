"""Labs of the user's own, on the pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.handbook.catalogue.catalogue import open_catalogue
from server.handbook.catalogue.scaffold import create_lab
from server.handbook.catalogue.user_labs import FOLDER, RESERVED
from tests.support.handbook_client import HandbookClient, handbook_client


@pytest.fixture
def handbook(tmp_path: Path) -> Iterator[HandbookClient]:
    """The handbook with one lab of the user's own."""
    with handbook_client(tmp_path) as found:
        own = tmp_path / FOLDER
        assert create_lab(own / "tea-room") is None
        found.workbench.use_handbook(open_catalogue(found.workbench.store, tmp_path))
        yield found


def test_trust_is_asked_before_anything_is_read(handbook: HandbookClient, tmp_path: Path) -> None:
    """The contents ask for trust in the folder; after consent its labs are listed among ours."""
    asking = handbook.get()
    assert "1 lab of your own is not read yet" in asking
    assert str(tmp_path / FOLDER) in asking
    assert handbook.status("/tea-room") == 404
    handbook.post("/own/trust", folder=str(tmp_path / FOLDER))
    contents = handbook.get()
    assert "not read yet" not in contents
    assert 'href="/handbook/tea-room"' in contents
    assert "your own" in contents
    assert "The tea room" in handbook.get("/tea-room")


def test_only_a_waiting_folder_can_be_trusted(handbook: HandbookClient, tmp_path: Path) -> None:
    """Only a folder that waits for trust can be trusted."""
    assert handbook.workbench.post("/handbook/own/trust", {"folder": str(tmp_path)}).status_code == 404
    assert handbook.status("/tea-room") == 404


def test_a_link_to_a_later_lab_is_marked(handbook: HandbookClient, tmp_path: Path) -> None:
    """A link to a later lab shows its number; a link to an earlier one does not."""
    page = tmp_path / FOLDER / "tea-room" / "page.md"
    page.write_text(page.read_text() + "\nSee [it](lab:wsgi) and [that](lab:later-room).\n")
    assert create_lab(tmp_path / FOLDER / "later-room") is None
    toml = tmp_path / FOLDER / "later-room" / "lab.toml"
    toml.write_text(toml.read_text().replace("14.1", "14.2"))
    handbook.workbench.store.trust.grant(tmp_path / FOLDER)
    handbook.workbench.services.catalogue.refresh()
    text = handbook.get("/tea-room")
    assert "(14.2, later)" in text
    assert text.count("later)</span>") == 1


def test_no_lab_can_have_the_address_of_another_page(handbook: HandbookClient) -> None:
    """Each first word of the handbook's own addresses is reserved."""
    words = {
        rule.rule.split("/")[2]
        for rule in handbook.workbench.app.url_map.iter_rules()
        if rule.rule.startswith("/handbook/")
    }
    assert {word for word in words if not word.startswith("<")} <= RESERVED
