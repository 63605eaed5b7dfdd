"""Tests of telling damage from other trouble."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from server.store.recovery.damage import is_damage, is_damage_for_migration, is_unreadable


def error_of(statement: str, name: str | Path = ":memory:") -> sqlite3.Error:
    """Return the error of a statement."""
    with closing(sqlite3.connect(name, timeout=0)) as connection, pytest.raises(sqlite3.Error) as caught:
        connection.executescript(statement)
    return caught.value


def test_missing_tables_and_other_files_are_damage(tmp_path: Path) -> None:
    """Every statement of ours is right, so its tables are wrong."""
    (tmp_path / "other").write_bytes(b"no database" * 1000)
    assert is_damage(error_of("SELECT * FROM nowhere"))
    assert is_damage(error_of("SELECT 1 FROM sqlite_master", tmp_path / "other"))


def test_a_value_that_a_migration_cannot_use_is_damage_for_it_only() -> None:
    """In daily work a constraint is the business of who wrote the statement."""
    error = error_of("CREATE TABLE t (a NOT NULL); INSERT INTO t VALUES (NULL)")
    assert is_damage_for_migration(error)
    assert not is_damage(error)


def test_a_lock_is_no_damage(tmp_path: Path) -> None:
    """Waiting helps, and a new file does not."""
    file = tmp_path / "locked"
    with closing(sqlite3.connect(file, isolation_level=None)) as holder:
        holder.execute("CREATE TABLE t (a)")
        holder.execute("BEGIN EXCLUSIVE")
        error = error_of("SELECT * FROM t", file)
    assert not is_damage(error)
    assert not is_unreadable(error)


def test_a_fault_of_the_disk_makes_a_part_unreadable() -> None:
    """The rest can still be carried over."""
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_READ
    assert is_unreadable(error)
    assert not is_damage(error)
