"""Tests of where the store reads and writes."""

import sqlite3
from pathlib import Path

import pytest

from server.store.writing.connections import Connections

INSERT = "INSERT INTO settings VALUES ('a', '1')"
COUNT = "SELECT count(*) FROM settings"


def insert(connection: sqlite3.Connection) -> None:
    """Write a setting."""
    connection.execute(INSERT)


def count(connection: sqlite3.Connection) -> int:
    """Return how many settings there are."""
    found: tuple[int] = connection.execute(COUNT).fetchone()
    return found[0]


def test_memory_serves_in_the_place_of_the_file(path: Path) -> None:
    """What is written there is not in the file."""
    connections = Connections(path)
    with pytest.raises(sqlite3.OperationalError, match="no copy"):
        connections.write_memory(insert)
    connections.serve_from_memory()
    connections.write_memory(insert)
    assert connections.read(count) == 1
    assert connections.read_file(count) == 0
    connections.serve_from_file()
    assert connections.read(count) == 0
    connections.close()


def test_a_failed_transaction_is_rolled_back(path: Path) -> None:
    """The next one begins anew."""
    connections = Connections(path)

    def insert_and_fail(connection: sqlite3.Connection) -> None:
        insert(connection)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        connections.write_file(insert_and_fail)
    connections.write_file(insert)
    assert connections.read(count) == 1
    connections.close()


def test_a_file_can_be_opened_later(tmp_path: Path) -> None:
    """Once what is in its way has gone."""
    (tmp_path / "data").write_text("")
    connections = Connections(tmp_path / "data" / "history.db")
    error = connections.error
    assert isinstance(error, OSError)
    with pytest.raises(sqlite3.OperationalError, match="not open"):
        connections.read_file(count)
    with pytest.raises(sqlite3.OperationalError, match="not open"):
        connections.write_file(insert)
    with pytest.raises(OSError, match="data"):
        connections.open_again()
    (tmp_path / "data").unlink()
    connections.open_again()
    connections.write_file(insert)
    assert connections.read(count) == 1
    connections.close()
