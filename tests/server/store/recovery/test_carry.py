"""Tests of carrying rows from a damaged database into a new one."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from server.store import ExchangeFilter, Store
from server.store.migration import migrate
from server.store.recovery.carry import Carried, carry
from server.store.schema import MIGRATIONS
from tests.support.sample_exchanges import exchange
from tests.support.store_damage import PAGE

VERSION = len(MIGRATIONS)


@pytest.fixture
def target() -> Iterator[sqlite3.Connection]:
    """Return a new database with all tables."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection)
        yield connection


def carried(path: Path, target: sqlite3.Connection) -> dict[str, Carried]:
    """Carry the file over, and return what came of each table."""
    with closing(sqlite3.connect(path, isolation_level=None)) as source:
        return {each.table: each for each in carry(source, target, VERSION)}


def count(connection: sqlite3.Connection, table: str) -> int:
    """Return the number of rows."""
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - a test's name


def test_a_sound_file_comes_over_whole(path: Path, target: sqlite3.Connection) -> None:
    """All rows, and the index of the exchanges."""
    store = Store(path)
    for number in range(1, 6):
        store.add(exchange(number))
    store.settings.set("theme", "dark")
    store.close()
    found = carried(path, target)
    assert all(each.whole for each in found.values())
    assert found["exchanges"] == Carried(table="exchanges", kept=5, unfit=0, readable=True)
    assert target.execute("SELECT count(*) FROM search WHERE search MATCH 'orders'").fetchone() == (5,)
    assert target.execute("SELECT value FROM counters").fetchone()[0] >= 5


def test_a_broken_page_costs_only_what_it_held(path: Path, target: sqlite3.Connection) -> None:
    """The rows before it and behind it are read; those between two broken pages are found too."""
    store = Store(path)
    for number in range(1, 401):
        store.add(exchange(number))
    store.close()
    with closing(sqlite3.connect(path)) as connection:
        (last,) = connection.execute("PRAGMA page_count").fetchone()
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'contents'").fetchone()
    with path.open("rb+") as file:
        leaves = [
            number
            for number in range(2, last + 1)
            if file.seek((number - 1) * PAGE) is not None and file.read(1) == b"\x0d" and number > root
        ]
        for number in (leaves[len(leaves) // 3], leaves[len(leaves) // 2]):
            file.seek((number - 1) * PAGE)
            file.write(b"\xa5" * PAGE)
    found = carried(path, target)
    assert not found["exchanges"].readable
    assert 340 <= found["exchanges"].kept < 400
    assert count(target, "exchanges") == count(target, "contents") == found["exchanges"].kept


def test_rows_that_no_table_takes_are_counted(path: Path, target: sqlite3.Connection) -> None:
    """A table without its constraints, as a tool of the user may have made it."""
    Store(path).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE trust")
        connection.execute("CREATE TABLE trust (path TEXT, granted_at REAL)")
        connection.execute("INSERT INTO trust VALUES ('/srv', 1.0), ('/home', NULL)")
    assert carried(path, target)["trust"] == Carried(table="trust", kept=1, unfit=1, readable=True)


def test_an_exchange_without_contents_is_lost(path: Path, target: sqlite3.Connection) -> None:
    """Its row alone would lead to a page that is not there."""
    store = Store(path)
    for number in range(1, 4):
        store.add(exchange(number))
    store.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM contents WHERE id = 2")
        connection.execute("UPDATE exchanges SET started_at = 'never' WHERE id = 3")
    assert carried(path, target)["exchanges"] == Carried(table="exchanges", kept=1, unfit=2, readable=True)
    assert count(target, "exchanges") == count(target, "contents") == 1


def test_missing_tables_are_lost_and_the_others_kept(path: Path, target: sqlite3.Connection) -> None:
    """Nothing stops at the first one."""
    store = Store(path)
    store.settings.set("theme", "dark")
    store.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE counters")
        connection.execute("DROP TABLE recent")
    found = carried(path, target)
    assert [name for name, each in found.items() if not each.whole] == ["recent"]
    assert found["settings"].kept == 1


def test_what_was_carried_can_be_searched(path: Path) -> None:
    """The index is made anew, also if the old one is what was broken."""
    store = Store(path)
    store.add(exchange(7))
    store.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE search_data")
    store = Store(path)
    assert [row.id for row in store.rows(ExchangeFilter(text="orders/7"))] == [7]
    store.close()


def test_keys_of_several_types_end_the_reading_of_a_table(path: Path, target: sqlite3.Connection) -> None:
    """A broken page may give NULL for a key; what stands before it is kept."""
    Store(path).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE trust")
        connection.execute("CREATE TABLE trust (path TEXT, granted_at REAL)")
        connection.execute("INSERT INTO trust VALUES (NULL, 1.0), ('/home', 1.0), ('/srv', 1.0)")
    assert not carried(path, target)["trust"].readable
