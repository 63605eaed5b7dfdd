"""Tests of the access to the small tables."""

import sqlite3
from pathlib import Path

import pytest

from server.store import Store


def test_a_write_is_visible_to_the_next_read(store: Store) -> None:
    """`write` returns only once its statement is written."""
    tables = store._tables
    tables.write("INSERT INTO settings VALUES (?, ?)", ("theme", '"dark"'))
    assert tables.read("SELECT value FROM settings WHERE key = ?", ("theme",)) == [('"dark"',)]


def test_work_that_fails_changes_nothing(store: Store) -> None:
    """All statements of `write_with` are one transaction, and its error reaches the caller."""

    def work(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO settings VALUES ('a', '1')")
        connection.execute("INSERT INTO nowhere VALUES (1)")

    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        store._tables.write_with(work)
    assert store.settings.get("a") is None


def test_a_file_cannot_be_written_through_the_reading_connection(path: Path) -> None:
    """Only the writer writes, so that writes keep their order."""
    store = Store(path)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        store._tables.read("INSERT INTO settings VALUES ('a', '1')")
    store.close()
