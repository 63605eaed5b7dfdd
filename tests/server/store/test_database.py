"""Tests of opening the database file: damaged, too new or unusable."""

import sqlite3
from pathlib import Path

import pytest

from server.store import Store, database
from tests.support.sample_exchanges import exchange


@pytest.mark.hardness("other-user")
def test_only_the_owner_can_read_the_file(path: Path) -> None:
    """The history is private."""
    Store(path).close()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_damaged_file_is_moved_aside(path: Path) -> None:
    """It is kept under another name, and a new history is started."""
    path.parent.mkdir()
    path.write_bytes(b"this is no database at all" * 100)
    store = Store(path)
    assert store.problem is not None
    assert store.problem.code == "store-damaged"
    store.add(exchange())
    store.close()
    (aside,) = path.parent.glob("history.db.damaged-*")
    assert aside.read_bytes().startswith(b"this is no database")
    assert aside.name in store.problem.remedy
    again = Store(path)
    assert again.problem is None
    assert len(again.rows()) == 1
    again.close()


def test_a_newer_file_is_left_alone(path: Path) -> None:
    """The file of a later version is not changed; new data is kept in memory."""
    Store(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    store = Store(path)
    assert store.problem is not None
    assert store.problem.code == "store-newer"
    store.add(exchange())
    assert len(store.rows()) == 1
    store.close()
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (99,)
        assert connection.execute("SELECT count(*) FROM exchanges").fetchone() == (0,)
    connection.close()


def test_a_first_start_without_room_leaves_no_empty_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next start would take it for one that has lost its content."""

    def fail(path: Path, patience: float) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(database, "_open_connections", fail)
    assert str(database.open_database(path).error) == "database or disk is full"
    assert not path.exists()


def test_a_path_that_cannot_be_used_is_a_problem(tmp_path: Path) -> None:
    """The store works in memory and says why."""
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "file" / "history.db", tmp_path):
        store = Store(path)
        assert store.problem is not None
        assert store.problem.code == "store-unusable"
        store.settings.set("a", 1)
        assert store.settings.get("a") == 1
        store.close()
