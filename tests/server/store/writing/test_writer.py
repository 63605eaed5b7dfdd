"""Tests of the thread that writes: order, errors, and memory in the place of the file."""

import sqlite3
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from server.store.writing import writer as writing
from server.store.writing.changes import Change, Failure, Work
from server.store.writing.connections import Connections
from server.store.writing.outage import Cause
from server.store.writing.writer import Writer

INSERT = "INSERT OR REPLACE INTO settings VALUES (?, ?)"


@pytest.fixture
def connections(path: Path) -> Connections:
    """Open a file."""
    return Connections(path)


@pytest.fixture
def writer(connections: Connections, monkeypatch: pytest.MonkeyPatch) -> Iterator[Writer]:
    """Start a thread that writes to it, and that tries it again soon."""
    monkeypatch.setattr(writing, "RETRY_SECONDS", 0.02)
    monkeypatch.setattr(writing, "SLOW_RETRY_SECONDS", 0.02)
    writer = Writer(connections, lambda _connection: {}, lambda _outage: None)
    yield writer
    writer.close()
    connections.close()


def insert(key: str, value: str = "1") -> Change:
    """Return a change that writes a setting."""
    return Work(lambda connection: connection.execute(INSERT, (key, value)))


def settings(path: Path) -> dict[str, str]:
    """Return the settings that are in the file."""
    with sqlite3.connect(path) as connection:
        found = dict(connection.execute("SELECT key, value FROM settings"))
    connection.close()
    return found


def failing_once(code: int) -> Failure:
    """Return a change that fails with an error of SQLite when it is run on the file."""
    error = sqlite3.OperationalError("not now")
    error.sqlite_errorcode = code
    return Failure(error)


def wait_for_end(writer: Writer) -> None:
    """Wait until the file is written again."""
    ended = threading.Event()
    for _attempt in range(500):
        if writer.outage is None:
            return
        ended.wait(0.01)
    raise AssertionError(writer.outage)


def test_jobs_run_in_order_and_a_failed_one_is_undone_alone(writer: Writer, path: Path) -> None:
    """The caller gets the error of its own change, and the changes before and after it are written."""

    def insert_and_fail(connection: sqlite3.Connection) -> None:
        connection.execute(INSERT, ("2", "2"))
        raise ZeroDivisionError

    writer.post(insert("1"), lambda: None)
    with pytest.raises(ZeroDivisionError):
        writer.run(Work(insert_and_fail))
    writer.run(insert("3"))
    writer.close()
    assert settings(path) == {"1": "1", "3": "1"}
    assert writer.outage is None
    with pytest.raises(RuntimeError, match="closed"):
        writer.run(insert("4"))


def test_close_writes_what_is_queued(writer: Writer, path: Path) -> None:
    """Callbacks run once the change is written, and one that fails disturbs nobody."""
    written: list[int] = []

    def note(number: int) -> None:
        if number == 0:
            raise ZeroDivisionError
        written.append(number)

    for number in range(300):
        writer.post(insert(str(number)), partial(note, number))
    writer.close()
    assert written == list(range(1, 300))
    assert len(settings(path)) == 300


def test_flushing_waits_for_what_was_queued_before_only(writer: Writer, path: Path) -> None:
    """Others may go on writing meanwhile."""
    gate = threading.Event()
    writer.post(insert("1"), lambda: None)
    writer.flush()
    writer.post(Work(lambda _connection: gate.wait(10)), lambda: None)
    assert settings(path) == {"1": "1"}
    gate.set()
    writer.flush()


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        (sqlite3.SQLITE_BUSY, Cause.LOCKED),
        (sqlite3.SQLITE_IOERR_WRITE, Cause.OTHER),
        (sqlite3.SQLITE_READONLY, Cause.READ_ONLY),
        (sqlite3.SQLITE_CORRUPT, Cause.OTHER),
    ],
)
def test_a_file_that_cannot_be_written_loses_nothing(
    connections: Connections, path: Path, code: int, cause: Cause, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The batch and what follows is kept in memory, and written in order once that is possible."""
    changes: list[Cause | None] = []
    writer = Writer(
        connections, lambda _connection: {}, lambda outage: changes.append(outage.cause if outage else None)
    )
    monkeypatch.setattr(writing, "RETRY_SECONDS", 60)
    monkeypatch.setattr(writing, "SLOW_RETRY_SECONDS", 60)
    writer.run(insert("a", "before"))
    writer.post(insert("a", "between"), lambda: None)
    writer.run(failing_once(code))
    assert writer.outage is not None
    assert writer.outage.cause is cause
    writer.run(insert("a", "during"))
    writer.run(insert("b", "during"))
    read = "SELECT key, value FROM settings"
    assert connections.read(lambda memory: dict(memory.execute(read))) == {"a": "during", "b": "during"}
    assert settings(path) in ({"a": "before"}, {"a": "between"})
    writer._retry_at = 0
    writer.run(insert("c", "after"))
    assert settings(path) == {"a": "during", "b": "during", "c": "after"}
    assert changes == [cause, None]
    writer.close()
    connections.close()


def test_the_file_is_tried_again_without_new_changes(writer: Writer, path: Path) -> None:
    """What waits is written by itself."""
    writer.run(failing_once(sqlite3.SQLITE_BUSY))
    writer.run(insert("a"))
    wait_for_end(writer)
    assert settings(path) == {"a": "1"}


def test_closing_tries_the_file_once_more(
    writer: Writer, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where it is not time for that yet."""
    monkeypatch.setattr(writing, "RETRY_SECONDS", 60)
    writer.run(failing_once(sqlite3.SQLITE_FULL))
    writer.run(insert("a"))
    writer.close()
    assert settings(path) == {"a": "1"}
