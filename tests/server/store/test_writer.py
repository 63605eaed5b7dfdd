"""Tests of the thread that writes: order, errors and a full disk."""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from server.store import Store
from server.store.writer import Writer
from tests.support.sample_exchanges import event, exchange


def test_a_full_disk_is_a_problem(path: Path) -> None:
    """It loses the new exchanges and not the store."""
    store = Store(path)
    store.add(exchange(1))
    store.flush()
    (pages,) = store._database.writer.execute("PRAGMA page_count").fetchone()
    store._database.writer.execute(f"PRAGMA max_page_count = {pages}")
    for number in range(2, 100):
        store.add(exchange(number, events=(event("log", {"message": os.urandom(9000).hex()}),)))
    store.flush()
    assert store.problem is not None
    assert store.problem.code == "store-not-written"
    assert "full" in store.problem.cause
    with pytest.raises(sqlite3.OperationalError):
        store.settings.set("big", os.urandom(90_000).hex())
    assert store.exchange(1) is not None
    store._database.writer.execute("PRAGMA max_page_count = 1000000")
    store.add(exchange(200))
    store.flush()
    assert store.exchange(200) is not None
    store.close()


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    """Open a database in memory with one table."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.execute("CREATE TABLE numbers (value INTEGER)")
    yield connection
    connection.close()


def test_jobs_run_in_order_and_a_failed_one_is_undone_alone(connection: sqlite3.Connection) -> None:
    """The caller gets the error of its own job, and the jobs before and after it are written."""
    errors: list[sqlite3.Error] = []
    writer = Writer(connection, threading.RLock(), lambda _connection: None, errors.append)

    def insert(value: int) -> Callable[[sqlite3.Connection], object]:
        return lambda connection: connection.execute("INSERT INTO numbers VALUES (?)", (value,))

    def insert_and_fail(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO numbers VALUES (2)")
        raise ZeroDivisionError

    writer.post(insert(1), lambda: None)
    with pytest.raises(ZeroDivisionError):
        writer.run(insert_and_fail)
    writer.run(insert(3))
    writer.close()
    assert connection.execute("SELECT value FROM numbers").fetchall() == [(1,), (3,)]
    assert errors == []
    with pytest.raises(RuntimeError, match="closed"):
        writer.run(insert(4))


def test_close_writes_what_is_queued(connection: sqlite3.Connection) -> None:
    """Callbacks run once the job is written."""
    written: list[int] = []
    writer = Writer(connection, threading.RLock(), lambda _connection: None, lambda _error: None)

    def post(number: int) -> None:
        insert = "INSERT INTO numbers VALUES (?)"
        writer.post(lambda connection: connection.execute(insert, (number,)), lambda: written.append(number))

    for number in range(300):
        post(number)
    writer.close()
    assert written == list(range(300))
    assert connection.execute("SELECT count(*) FROM numbers").fetchone() == (300,)
