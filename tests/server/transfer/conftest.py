"""A store with something in each table, and the file that its data were exported to."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from server.store import Store
from server.transfer.exporting import Exported, export_data
from tests.support.store_pages import fill

LAB_FILE = "own-labs/tea/app.py"
EDIT = "labs/session/app.py"


@dataclass(frozen=True, slots=True)
class User:
    """The folder of somebody's data, with the store in it."""

    data: Path
    store: Store


def user(data: Path) -> User:
    """Return somebody with an empty store."""
    data.mkdir()
    return User(data, Store(data / "fumehood.sqlite3"))


@pytest.fixture
def ada(tmp_path: Path) -> Iterator[User]:
    """Somebody with data of every kind, a lab of her own, and an edit of one of ours."""
    ada = user(tmp_path / "ada")
    fill(ada.store)
    for name in (LAB_FILE, EDIT):
        (ada.data / name).parent.mkdir(parents=True)
        (ada.data / name).write_text(f"# {name} of Ada\n", encoding="utf-8")
    yield ada
    ada.store.close()


@pytest.fixture
def bob(tmp_path: Path) -> Iterator[User]:
    """Somebody else, who has a theme and an edit."""
    bob = user(tmp_path / "bob")
    bob.store.settings.set("theme", "light")
    (bob.data / EDIT).parent.mkdir(parents=True)
    (bob.data / EDIT).write_text("# Bob's\n", encoding="utf-8")
    yield bob
    bob.store.close()


@pytest.fixture
def archive(ada: User, tmp_path: Path) -> Path:
    """Ada's data in one file."""
    path = tmp_path / "ada.zip"
    assert isinstance(export_data(ada.store, ada.data, path), Exported)
    return path
