"""Tests of the ids of exchanges, above all where the file does not answer."""

import sqlite3
import threading
import time
from pathlib import Path

import pytest

from server.store import Store
from server.store.writing import exchange_ids
from server.store.writing.changes import Failure, Work


def test_ids_increase_and_another_process_is_given_others(path: Path) -> None:
    """Each takes them in blocks of a hundred."""
    one, two = Store(path), Store(path)
    first = [one.next_id() for _place in range(250)]
    second = [two.next_id() for _place in range(250)]
    assert first == sorted(first)
    assert not set(first) & set(second)
    assert max(first + second) <= 1000
    one.close()
    two.close()


def test_ids_go_on_from_memory_while_nothing_can_be_written(path: Path) -> None:
    """They increase before, meanwhile and after; the file counts on after them."""
    store = Store(path)
    ids = [store.next_id() for _place in range(3)]
    error = sqlite3.OperationalError("locked")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY
    store._writer.run(Failure(error))
    ids += [store.next_id() for _place in range(300)]
    store._writer._retry_at = 0
    store._writer.run(Work(lambda _connection: None))
    assert store.outage_problem is None
    ids += [store.next_id() for _place in range(300)]
    assert ids == sorted(set(ids))
    store.close()
    again = Store(path)
    assert again.next_id() > ids[-1]
    again.close()


def test_a_writer_that_does_not_answer_holds_nobody_up(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that hangs costs the history, and not the app."""
    monkeypatch.setattr(exchange_ids, "PATIENCE_SECONDS", 0.5)
    store = Store(path)
    gate = threading.Event()
    store._writer.submit(Work(lambda _connection: gate.wait(20)))
    started = time.monotonic()
    ids = [store.next_id() for _place in range(2500)]
    assert time.monotonic() - started < 5
    gate.set()
    store.flush()
    ids += [store.next_id() for _place in range(250)]
    assert ids == sorted(set(ids))
    store.close()


def test_a_closed_store_gives_ids_too(path: Path) -> None:
    """An app that is being closed may still report a request."""
    store = Store(path)
    store.close()
    assert store.next_id() > 0
    assert store.next_id() > 1
