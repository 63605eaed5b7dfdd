"""Tests of the checks of a file."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from server.store import Store
from server.store.recovery.check import (
    check_schema,
    columns_of,
    keys,
    mend_counter,
    quick_check,
    tables,
    whole_check,
)
from server.store.recovery.damage import DamagedError
from server.store.schema import MIGRATIONS
from tests.server.store.old_file import old_file
from tests.support.sample_exchanges import exchange


@pytest.fixture
def connection(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the file of a store that is closed, with one exchange in it."""
    store = Store(path)
    store.add(exchange(7))
    store.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as opened:
        yield opened


def test_a_sound_file_passes(connection: sqlite3.Connection) -> None:
    """Both checks find nothing."""
    quick_check(connection)
    assert whole_check(connection) == ""


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS) + 1))
def test_files_of_every_version_pass(version: int, path: Path) -> None:
    """Each has the tables of its own version."""
    with closing(sqlite3.connect(old_file(version, path))) as connection:
        check_schema(connection, version)


@pytest.mark.parametrize(
    "damage",
    [
        "DROP TABLE trust",
        "DROP INDEX predictions_of",
        "DROP TABLE trust; CREATE TABLE trust (other TEXT)",
        "DROP TABLE trust; CREATE VIEW trust AS SELECT 1",
        "CREATE TRIGGER t BEFORE INSERT ON recent BEGIN SELECT RAISE(ABORT, 'no'); END",
        "PRAGMA user_version = -1",
        "PRAGMA user_version = 0",
        "PRAGMA user_version = 1",
    ],
)
def test_tables_that_are_not_ours_are_found(damage: str, connection: sqlite3.Connection) -> None:
    """Missing, of another shape, another kind or another version."""
    connection.executescript(damage)
    with pytest.raises(DamagedError):
        quick_check(connection)


def test_more_tables_than_ours_are_no_damage(connection: sqlite3.Connection) -> None:
    """A tool of the user may have added its own."""
    connection.execute("CREATE TABLE mine (a)")
    connection.execute("ANALYZE")
    quick_check(connection)


@pytest.mark.parametrize("value", [3, -1, "text", 2**60, None])
def test_the_counter_goes_on_behind_the_last_exchange(value: object, connection: sqlite3.Connection) -> None:
    """No exchange is replaced by a new one, whatever the counter says."""
    if value is None:
        connection.execute("DELETE FROM counters")
    else:
        connection.execute("UPDATE counters SET value = ?", (value,))
    mend_counter(connection)
    assert connection.execute("SELECT value FROM counters").fetchone() == (7,)


def test_a_counter_that_is_right_stays(connection: sqlite3.Connection) -> None:
    """It may be ahead: some ids are reserved and never used."""
    connection.execute("UPDATE counters SET value = 500")
    mend_counter(connection)
    assert connection.execute("SELECT value FROM counters").fetchone() == (500,)


def test_the_tables_of_the_schema_are_known() -> None:
    """Without those of the index, which is made anew; each with its key."""
    assert "trials" not in tables(1)
    found = tables(len(MIGRATIONS))
    assert not any(name.startswith("search") for name in found)
    assert keys(found["recent"]) == ("root", "app")
    assert all(keys(columns) for columns in found.values())
    with closing(sqlite3.connect(":memory:")) as connection:
        assert columns_of(connection, "nowhere") == ()
