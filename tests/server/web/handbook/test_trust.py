"""Labs of the user's own, on the pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.handbook.catalogue.catalogue import open_catalogue
from server.handbook.catalogue.scaffold import begin
from server.handbook.catalogue.user_labs import FOLDER, RESERVED
from tests.server.web.handbook_stage import Book, booked


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """The handbook with one lab of the user's own."""
    with booked(tmp_path) as found:
        own = tmp_path / FOLDER
        assert begin(own / "tea-room") is None
        found.stage.use_handbook(open_catalogue(found.stage.store, tmp_path))
        yield found


def test_trust_is_asked_before_anything_is_read(book: Book, tmp_path: Path) -> None:
    """The contents name the folder and what reading means; agreed to, its labs stand among ours."""
    asking = book.get()
    assert "1 lab of your own is not read yet" in asking
    assert str(tmp_path / FOLDER) in asking
    assert book.code("/tea-room") == 404
    book.post("/own/trust", folder=str(tmp_path / FOLDER))
    contents = book.get()
    assert "not read yet" not in contents
    assert 'href="/handbook/tea-room"' in contents
    assert "your own" in contents
    assert "The tea room" in book.get("/tea-room")


def test_only_what_waits_can_be_trusted(book: Book, tmp_path: Path) -> None:
    """A folder that nobody asked about is not found."""
    assert book.stage.post("/handbook/own/trust", {"folder": str(tmp_path)}).status_code == 404
    assert book.code("/tea-room") == 404


def test_a_link_forward_says_that_it_is_one(book: Book, tmp_path: Path) -> None:
    """The number of the lab that is read later stands behind it; a link back has none."""
    page = tmp_path / FOLDER / "tea-room" / "page.md"
    page.write_text(page.read_text() + "\nSee [it](lab:wsgi) and [that](lab:later-room).\n")
    assert begin(tmp_path / FOLDER / "later-room") is None
    toml = tmp_path / FOLDER / "later-room" / "lab.toml"
    toml.write_text(toml.read_text().replace("14.1", "14.2"))
    book.stage.store.trust.grant(tmp_path / FOLDER)
    book.stage.services.catalogue.look_again()
    text = book.get("/tea-room")
    assert "(14.2, later)" in text
    assert text.count("later)</span>") == 1


def test_no_lab_can_be_called_as_a_page_of_ours(book: Book) -> None:
    """Each first word of the handbook's own addresses is reserved."""
    words = {
        rule.rule.split("/")[2]
        for rule in book.stage.app.url_map.iter_rules()
        if rule.rule.startswith("/handbook/")
    }
    assert {word for word in words if not word.startswith("<")} <= RESERVED
