"""Tests of migrations: none is applied in part."""

import sqlite3
from pathlib import Path

import pytest

from server.store.migration import NewerSchemaError, migrate
from server.store.schema import MIGRATIONS


def test_a_failed_migration_is_rolled_back(path: Path) -> None:
    """The file stays at the previous version, without any of the migration's changes."""
    path.parent.mkdir()
    connection = sqlite3.connect(path, isolation_level=None)
    migrate(connection)
    broken = (*MIGRATIONS, "CREATE TABLE later (a); INSERT INTO nowhere VALUES (1);")
    with pytest.raises(sqlite3.OperationalError):
        migrate(connection, broken)
    assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'later'").fetchall()
    migrate(connection, (*MIGRATIONS, "CREATE TABLE later (a);"))
    migrate(connection, (*MIGRATIONS, "CREATE TABLE later (a);"))
    assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS) + 1,)
    connection.close()


def test_a_newer_file_is_not_migrated() -> None:
    """It is left to the version that wrote it."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("PRAGMA user_version = 99")
    with pytest.raises(NewerSchemaError):
        migrate(connection)
    connection.close()
