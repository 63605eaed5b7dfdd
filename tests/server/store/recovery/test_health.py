"""Tests of finding damage while the store is open."""

import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from server.store import Store
from server.store.recovery.health import MOST_RESCUES
from tests.support.sample_exchanges import exchange
from tests.support.store_pages import TARGET


def until(condition: Callable[[], object]) -> None:
    """Wait until something is the case."""
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_sound_file_is_left_alone(path: Path) -> None:
    """The check finds nothing, and no copy is made."""
    store = Store(path)
    assert store.health.check_now() == ""
    assert (store.health.recoveries, store.health.backups) == ((), ())
    store.close()


@pytest.mark.hardness("damage-while-open")
def test_a_broken_index_is_found_by_the_whole_check(path: Path) -> None:
    """The first and last rows of all tables are readable, so opening finds nothing."""
    store = Store(path)
    store.settings.set("theme", "dark")
    for number in range(1, 4):
        store.add(exchange(number))
    store.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_master SET rootpage ="
            " (SELECT rootpage FROM sqlite_master WHERE name = 'exchanges_project')"
            " WHERE name = 'verdicts_exchange'"
        )
    store = Store(path)
    store.health.check_later(0)
    until(lambda: store.problem)
    assert store.problem is not None
    assert store.problem.code == "store-damaged"
    assert store.health.check_now() == ""
    assert [row.id for row in store.rows()] == [3, 2, 1]
    store.add(exchange(4))
    store.flush()
    assert [row.id for row in store.rows()] == [4, 3, 2, 1]
    assert store.settings.get("theme") == "dark"
    (recovery,) = store.health.recoveries
    assert recovery.lost == ()
    store.close()


@pytest.mark.hardness("damage-while-open")
def test_a_rescue_without_a_thread_is_tried_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If no thread can be started for it, nobody waits, and the next read that meets damage tries again."""
    store = Store(path)
    store.add(exchange(1))
    store.flush()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE recent")
    start = threading.Thread.start

    def refuse(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    for _read in range(MOST_RESCUES + 1):
        assert store.recent.list() == ()
    monkeypatch.setattr(threading.Thread, "start", start)
    assert not store.health.is_beyond_rescue
    assert store.recent.list() == ()
    until(lambda: store.problem)
    store.recent.touch(TARGET, None)
    assert [each.target for each in store.recent.list()] == [TARGET]
    store.close()


@pytest.mark.hardness("damage-while-open")
def test_damage_under_an_open_store_is_survived(path: Path) -> None:
    """A read that meets it returns nothing, once; then the rest has been carried over."""
    store = Store(path)
    store.settings.set("theme", "dark")
    store.add(exchange(1))
    store.flush()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE recent")
    assert store.recent.list() == ()
    until(lambda: store.problem)
    store.recent.touch(TARGET, None)
    assert [each.target for each in store.recent.list()] == [TARGET]
    assert store.settings.get("theme") == "dark"
    assert store.exchange(1) == exchange(1)
    assert [table.table for table in store.health.recoveries[0].lost] == ["recent"]
    store.close()


@pytest.mark.hardness("damage-while-open")
def test_a_write_to_a_broken_table_is_repeated(path: Path) -> None:
    """It waits until what can be read was carried over."""
    store = Store(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE recent")
    store.recent.touch(TARGET, None)
    assert [each.target for each in store.recent.list()] == [TARGET]
    store.close()


def test_a_file_that_cannot_be_rescued_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages still answer; nothing raises."""

    def fail(path: Path, why: str) -> None:
        raise OSError("no room")

    monkeypatch.setattr("server.store.recovery.health.rescue_open", fail)
    store = Store(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE recent")
    for _ in range(5):
        assert store.recent.list() == ()
    until(lambda: store.problem)
    store.recent.remove("a")  # writes nothing, and says so in the log
    assert store.problem is not None
    assert "no room" in store.problem.detail
    store.close()


def test_closing_ends_a_check_that_waits(path: Path) -> None:
    """Nothing is checked, or rescued, after the end."""
    store = Store(path)
    store.health.check_later(60)
    store.close()
    store.health.found_damage("too late")
    assert store.health.check_now() == ""
    assert store.health.recoveries == ()


def test_a_store_in_memory_has_no_file_to_check() -> None:
    """Nor copies."""
    store = Store(None)
    store.health.check_later(0)
    assert store.health.check_now() == ""
    assert (store.health.recoveries, store.health.backups) == ((), ())
    store.close()
