"""Tests of the database that serves while the file cannot be used."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from server.model.claim import Outcome, Verdict
from server.model.versions import Versions
from server.store import Store, history
from server.store.writing import memory_copy
from server.store.writing.exchange_changes import KeepExchange
from server.store.writing.memory_copy import MemoryCopy, ReadFile
from tests.support.sample_exchanges import event, exchange


def reader_of(store: Store) -> ReadFile:
    """Return the function that reads the file of a store."""
    return store._connections.read_file


def test_small_tables_are_copied_and_exchanges_are_not(path: Path) -> None:
    """Only those that decided a verdict are known, without their contents."""
    store = Store(path)
    store.settings.set("theme", "dark")
    store.add(exchange(1))
    store.add(exchange(2))
    store.verdicts.save(
        Verdict(
            lab="l",
            claim="c",
            outcome=Outcome.HOLDS,
            reason="r",
            expected=None,
            versions=Versions(),
            exchanges=(exchange(2),),
            took=1.0,
            decided_at=1.0,
        )
    )
    store.flush()
    memory = MemoryCopy(reader_of(store))
    assert memory.complete
    assert memory.run(lambda connection: connection.execute("SELECT * FROM settings").fetchall()) == [
        ("theme", '"dark"')
    ]
    assert memory.run(lambda connection: history.select_row(connection, 1)) is None
    assert memory.run(lambda connection: history.select_row(connection, 2)) is not None
    assert memory.run(lambda connection: history.select_exchange(connection, 2)) is None
    assert memory.run(history.reserve_ids)[0] > 10**15
    memory.close()
    store.close()


def test_a_table_that_is_damaged_is_left_out(path: Path) -> None:
    """The others serve."""
    store = Store(path)
    store.settings.set("theme", "dark")

    def read(work: Callable[[sqlite3.Connection], None]) -> None:
        def deny(_action: int, table: str | None, *_rest: str | None) -> int:
            return sqlite3.SQLITE_DENY if table == "recent" else sqlite3.SQLITE_OK

        connection = store._connections._database.reader
        assert connection is not None
        connection.set_authorizer(deny)
        work(connection)

    memory = MemoryCopy(read)
    assert not memory.complete
    found = memory.run(lambda connection: connection.execute("SELECT count(*) FROM settings").fetchone())
    assert found == (1,)
    memory.close()
    store.close()


def test_a_locked_file_is_not_asked_for_each_table() -> None:
    """Each question would take its time."""
    asked: list[str] = []

    def read(_work: object) -> None:
        asked.append("")
        error = sqlite3.OperationalError("locked")
        error.sqlite_errorcode = sqlite3.SQLITE_BUSY
        raise error

    memory = MemoryCopy(read)
    assert not memory.complete
    assert len(asked) == 1
    memory.close()


def test_the_oldest_exchanges_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """The memory that is used has a limit; a failed change changes nothing."""
    monkeypatch.setattr(memory_copy, "MOST_BYTES", 500_000)
    memory = MemoryCopy(None)
    for number in range(1, 60):
        long = os.urandom(9000).hex()
        memory.write(KeepExchange(exchange(number, events=(event("log", {"message": long}),))).run)
    assert memory.run(lambda connection: history.select_row(connection, 1)) is None
    assert memory.run(lambda connection: history.select_row(connection, 59)) is not None
    with pytest.raises(sqlite3.OperationalError):
        memory.write(lambda connection: connection.execute("INSERT INTO nowhere VALUES (1)"))
    assert memory.run(history.used_bytes) < 1_500_000
    memory.close()
