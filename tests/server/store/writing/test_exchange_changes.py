"""Tests of the changes by which exchanges are written and reserve ids."""

import sqlite3
import time
from collections.abc import Iterator

import pytest

from server.model.exchange import Exchange
from server.store import history
from server.store.database import open_in_memory
from server.store.writing.exchange_changes import KeepExchange, PassIds, ReserveIds, temporary_id
from tests.support.sample_exchanges import exchange


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    """Open a database in memory."""
    connection = open_in_memory()
    yield connection
    connection.close()


def test_an_exchange_is_written_as_often_as_needed(connection: sqlite3.Connection) -> None:
    """First in memory, then in the file; its size is known once it is packed."""
    kept = exchange(1)
    change = KeepExchange(kept)
    assert change.size == 0
    change.run(connection)
    size = change.size
    assert size > history.ROW_BYTES
    other = open_in_memory()
    change.replay(other)
    assert history.select_exchange(connection, 1) == history.select_exchange(other, 1) == kept
    assert change.size == size
    other.close()


def test_the_findings_of_an_exchange_are_written_with_it(connection: sqlite3.Connection) -> None:
    """They are looked for once, by the writing thread."""
    looked: list[int] = []

    def find(wrong: Exchange) -> str:
        looked.append(wrong.id)
        return "form-key-missing"

    change = KeepExchange(exchange(1), find)
    assert looked == []
    change.run(connection)
    change.run(connection)
    row = history.select_row(connection, 1)
    assert row is not None
    assert (row.findings, looked) == ("form-key-missing", [1])


def test_ids_that_were_reserved_in_memory_are_passed_in_the_file(connection: sqlite3.Connection) -> None:
    """Nobody else is given them."""
    memory = open_in_memory()
    history.pass_ids(memory, 5000)
    change = ReserveIds()
    assert change.run(memory)[0] == 5001
    change.replay(connection)
    assert history.reserve_ids(connection)[0] == 5101
    PassIds(20).run(connection)
    assert history.reserve_ids(connection)[0] == 5201
    memory.close()


def test_temporary_ids_lie_above_all_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are numbers that scripts can read, whatever the clock says."""
    assert 10**15 < temporary_id(7) < 2**53
    monkeypatch.setattr(time, "time", lambda: 0.0)
    assert temporary_id(4000) == 4001
    monkeypatch.setattr(time, "time", lambda: 1e15)
    assert temporary_id(4000) == 2**52
