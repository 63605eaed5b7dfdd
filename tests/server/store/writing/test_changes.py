"""Tests of the changes of the database."""

import sqlite3

import pytest

from server.store.writing.changes import Change, Failure, Work


def test_a_function_is_run_again_on_the_file() -> None:
    """What was done in memory is repeated."""
    seen: list[sqlite3.Connection] = []
    connection = sqlite3.connect(":memory:")
    work = Work(seen.append, size=3)
    work.run(connection)
    work.replay(connection)
    assert seen == [connection, connection]
    assert work.size == 3
    connection.close()


def test_a_failure_is_raised_once() -> None:
    """It begins the outage, and is nothing when it is repeated."""
    failure = Failure(sqlite3.OperationalError("locked"))
    connection = sqlite3.connect(":memory:")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        failure.run(connection)
    failure.replay(connection)
    with pytest.raises(NotImplementedError):
        Change().run(connection)
    connection.close()
