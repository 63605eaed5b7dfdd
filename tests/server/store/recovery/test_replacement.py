"""Tests of replacing the contents of an open file."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from server.store import Store
from server.store.recovery.replacement import open_snapshot, replace_contents


def themed(path: Path, theme: str) -> Path:
    """Write a store whose theme is set."""
    store = Store(path)
    store.settings.set("theme", theme)
    store.close()
    return path


def test_an_open_store_has_the_new_contents_at_once(tmp_path: Path) -> None:
    """The earlier ones are in a copy that nobody else can read."""
    store = Store(themed(tmp_path / "a.db", "dark"))
    copy = store.replace(themed(tmp_path / "b.db", "light"))
    assert store.settings.get("theme") == "light"
    store.settings.set("theme", "system")
    store.close()
    assert copy.stat().st_mode & 0o077 == 0
    with closing(Store(copy)) as earlier:
        assert earlier.settings.get("theme") == "dark"


def test_a_store_in_memory_cannot_be_replaced(tmp_path: Path) -> None:
    """There is no file that could be kept."""
    with closing(Store(None)) as store, pytest.raises(RuntimeError):
        store.replace(themed(tmp_path / "b.db", "light"))


def test_a_locked_file_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says so, and the contents stay."""
    path = themed(tmp_path / "a.db", "dark")
    monkeypatch.setattr("server.store.recovery.replacement.SECONDS", 0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(sqlite3.OperationalError):
            replace_contents(path, themed(tmp_path / "b.db", "light"))
    with closing(Store(path)) as store:
        assert store.settings.get("theme") == "dark"


def test_a_snapshot_does_not_change(tmp_path: Path) -> None:
    """What is written meanwhile is not seen, and nothing can be written through it."""
    with (
        closing(Store(themed(tmp_path / "a.db", "dark"))) as store,
        closing(open_snapshot(tmp_path / "a.db")) as file,
    ):
        read = "SELECT value FROM settings WHERE key = 'theme'"
        assert file.execute(read).fetchone() == ('"dark"',)
        store.settings.set("theme", "light")
        assert file.execute(read).fetchone() == ('"dark"',)
        with pytest.raises(sqlite3.OperationalError):
            file.execute("DELETE FROM settings")
