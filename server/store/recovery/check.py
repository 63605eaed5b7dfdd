"""Checks of a database file: a quick one when it is opened, and a whole one later."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from typing import Final

from server.store.checked.values import LARGEST_WHOLE
from server.store.migration import migrate
from server.store.recovery.damage import DamagedError
from server.store.schema import MIGRATIONS

# Ids leave room for those of many years, also after a file was damaged.
_LARGEST_ID: Final = LARGEST_WHOLE // 2
_MOST_FAULTS: Final = 20
_INDEX: Final = "search"

Columns = tuple[tuple[str, str, int, int], ...]


def quick_check(connection: sqlite3.Connection) -> None:
    """Raise DamagedError or sqlite3.Error unless each table is there, with a readable first and last row.

    Takes a millisecond or two, whatever the size of the file.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    check_schema(connection, version)
    for table, columns in tables(version).items():
        for order in ("ASC", "DESC"):
            by = ", ".join(f"{name} {order}" for name in keys(columns))
            connection.execute(f"SELECT * FROM {table} ORDER BY {by} LIMIT 1").fetchall()  # noqa: S608 - names of our schema
    connection.execute("SELECT rowid FROM search WHERE search MATCH '\"   \"' LIMIT 1").fetchall()


def whole_check(connection: sqlite3.Connection) -> str:
    """Return what is wrong anywhere in the file, "" if nothing is; takes seconds for a large one."""
    found = connection.execute(f"PRAGMA integrity_check({_MOST_FAULTS})").fetchall()
    faults = [str(line) for (line,) in found]
    return "" if faults == ["ok"] else "\n".join(faults)


def check_schema(connection: sqlite3.Connection, version: int) -> None:
    """Raise DamagedError unless the tables are those of that version of the schema."""
    if not 0 <= version <= len(MIGRATIONS):
        raise DamagedError(f"there is no version {version} of the schema")
    found = {
        name: kind
        for kind, name in connection.execute(
            "SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite~_%' ESCAPE '~'"
        )
    }
    wanted = _schema(version)
    missing = sorted(name for name, kind in wanted.items() if found.get(name) != kind)
    if missing:
        raise DamagedError(f"missing: {', '.join(missing)}")
    if version == 0 and found:
        raise DamagedError("the tables are those of another program")
    triggers = sorted(name for name, kind in found.items() if kind == "trigger")
    if triggers:
        raise DamagedError(f"there are triggers: {', '.join(map(repr, triggers))}")
    for table, columns in tables(version).items():
        if columns_of(connection, table) != columns:
            raise DamagedError(f"the table {table} has other columns")


def mend_counter(connection: sqlite3.Connection) -> None:
    """Let the ids of exchanges go on behind those that are used, if the counter is missing or lags behind."""
    (last,) = connection.execute(
        "SELECT coalesce(max(id), 0) FROM exchanges WHERE id <= ?", (_LARGEST_ID,)
    ).fetchone()
    found = connection.execute("SELECT value FROM counters WHERE name = 'exchange'").fetchone()
    if found is None or not isinstance(found[0], int) or not last <= found[0] <= _LARGEST_ID:
        connection.execute("INSERT OR REPLACE INTO counters VALUES ('exchange', ?)", (max(last, 0),))


@cache
def tables(version: int) -> dict[str, Columns]:
    """Return the tables of a version of the schema with their columns, without those of the index."""
    with _reference(version) as connection:
        return {
            name: columns_of(connection, name)
            for name, kind in _schema(version).items()
            if kind == "table" and name != _INDEX and not name.startswith(f"{_INDEX}_")
        }


def columns_of(connection: sqlite3.Connection, table: str) -> Columns:
    """Return name, type, whether NULL is refused, and the place in the key of each column of a table."""
    quoted = table.replace('"', '""')
    rows = connection.execute(f'PRAGMA table_info("{quoted}")').fetchall()
    return tuple((name, kind, refuses, place) for _, name, kind, refuses, _, place in rows)


def keys(columns: Columns) -> tuple[str, ...]:
    """Return the columns of a table's key, in order."""
    return tuple(name for name, _, _, place in sorted(columns, key=lambda column: column[3]) if place)


@cache
def _schema(version: int) -> dict[str, str]:
    with _reference(version) as connection:
        rows = connection.execute(
            "SELECT name, type FROM sqlite_master WHERE name NOT LIKE 'sqlite~_%' ESCAPE '~'"
        )
        return dict(rows.fetchall())


@contextmanager
def _reference(version: int) -> Iterator[sqlite3.Connection]:
    """Yield an empty database of that version of the schema."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection, MIGRATIONS[:version])
        yield connection
