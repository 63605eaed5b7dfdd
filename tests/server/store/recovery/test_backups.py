"""Tests of the copies from before migrations."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from server.store import Store
from server.store.database import open_database
from server.store.recovery import backups as backups_module
from server.store.recovery.backups import MOST_BACKUPS, back_up, backups
from server.store.schema import MIGRATIONS
from tests.server.store.old_file import old_file


@pytest.mark.hardness("old-store")
@pytest.mark.parametrize("version", range(1, len(MIGRATIONS)))
def test_a_file_is_copied_before_each_migration(version: int, path: Path) -> None:
    """The copy is what it was, at its version, and only its owner can read it."""
    old_file(version, path)
    before = path.read_bytes()
    Store(path).close()
    (backup,) = backups(path)
    assert (backup.version, backup.path.name) == (version, f"{path.name}.schema-{version}")
    assert backup.path.stat().st_mode & 0o777 == 0o600
    assert backup.size == len(before)
    with closing(sqlite3.connect(backup.path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (version,)
        assert connection.execute("SELECT value FROM settings WHERE key = 'language'").fetchone() == ('"sv"',)
    backup.path.rename(path)
    again = Store(path)
    assert again.settings.get("language") == "sv"
    again.close()


def test_a_file_of_today_is_not_copied(path: Path) -> None:
    """There is nothing to migrate, in a new file neither."""
    Store(path).close()
    Store(path).close()
    assert backups(path) == ()


def test_only_the_newest_copies_are_kept(path: Path) -> None:
    """They would fill the disk."""
    Store(path).close()
    with closing(sqlite3.connect(path)) as connection:
        for version in range(1, MOST_BACKUPS + 3):
            back_up(connection, path, version)
    assert [backup.version for backup in backups(path)] == [5, 4, 3]


def test_without_room_for_the_copy_nothing_is_migrated(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file stays at its version, for the next start."""

    def full(connection: sqlite3.Connection, copy: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups_module, "copy_database", full)
    old_file(2, path)
    database = open_database(path)
    assert "No space left on device" in str(database.error)
    database.close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)
