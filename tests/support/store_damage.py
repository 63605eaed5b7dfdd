"""Ways to damage the file of a store, each with a name."""

import os
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import Final

PAGE: Final = 4096
TABLES: Final = (
    "counters",
    "exchanges",
    "contents",
    "settings",
    "recent",
    "trust",
    "predictions",
    "verdicts",
    "trials",
    "changes",
    "letters",
    "projects",
    "openings",
    "search_data",
)
# What a value may be in place of what belongs there; SQLite keeps any type in any column.
STRANGE_VALUES: Final = (
    "",
    "no JSON {",
    "null",
    "[]",
    "7",
    '"text"',
    '{"lab": 7, "anchor": [], "outcome": "perhaps", "versions": 3}',
    "[" * 100_000,
    "[" * 60 + "]" * 60,
    '"\\ud800"',
    "1e999",
    "NaN",
    '"a\\u0000b"',
    "a\0b",
    "9" * 5000,
    "xx",
    "\u202e" * 50,
    "x" * 1_100_000,
    b"\xff\xfe\x00",
    b"",
    -1,
    0,
    2**53,
    2**63 - 1,
    -(2**63),
    1e300,
    float("inf"),
    -1e300,
)

Damage = Callable[[Path], None]

_TRIGGER: Final = "CREATE TRIGGER t BEFORE INSERT ON recent BEGIN SELECT RAISE(ABORT, 'no'); END"


def kinds_of_damage() -> Iterator[tuple[str, Damage]]:
    """Yield each kind of damage to a whole file."""
    for table in TABLES:
        yield f"root page of {table} broken", partial(_break_root, table=table)
        yield f"{table} dropped", partial(_execute, statement=f"DROP TABLE {table}")
        yield f"{table} has other columns", partial(_rebuild, table=table)
    for version in (-1, 0, 1, 2, 3, 99, 2**31 - 1):
        yield f"schema {version}", partial(_execute, statement=f"PRAGMA user_version = {version}")
    for number in range(1, 12):
        yield f"page {number} zeroed", partial(_overwrite, offset=(number - 1) * PAGE, content=bytes(PAGE))
    for size in (0, 1, 99, 100, 1000, PAGE, 3 * PAGE, 50_000, 100_000):
        yield f"truncated to {size}", partial(os.truncate, length=size)
    yield "not a database", lambda path: _write(path, b"this is no database at all" * 5000)
    yield "header zeroed", partial(_overwrite, offset=0, content=bytes(100))
    yield "first byte changed", partial(_overwrite, offset=0, content=b"X")
    yield "garbage behind it", lambda path: _write(path, path.read_bytes() + os.urandom(10_000))
    yield "garbage as its journal", lambda path: _write(Path(f"{path}-wal"), os.urandom(50_000))
    yield "another program's", _foreign
    yield "a trigger that fails", partial(_execute, statement=_TRIGGER)
    yield "a folder", _replaced(Path.mkdir)
    yield "a pipe", _replaced(os.mkfifo)
    yield "a link to nowhere", _replaced(lambda path: path.symlink_to("nowhere"))
    yield "a link to itself", _replaced(lambda path: path.symlink_to(path.name))


def flip_bytes(path: Path, seed: int) -> None:
    """Change random bytes of the file, by the seed few or many, in one place or anywhere."""
    chance = random.Random(seed)  # noqa: S311 - the same damage in each run
    content = bytearray(path.read_bytes())
    start = chance.randrange(len(content))
    for _ in range(chance.choice((1, 3, 20, 200, 2000))):
        at = chance.randrange(len(content)) if seed % 2 else (start + chance.randrange(3000)) % len(content)
        content[at] = chance.randrange(256)
    path.write_bytes(content)


def columns(path: Path) -> list[tuple[str, str]]:
    """Return table and name of each column."""
    with closing(sqlite3.connect(path)) as connection:
        return [
            (table, column[1])
            for table in TABLES
            if not table.startswith("search")
            for column in connection.execute(f"PRAGMA table_info({table})")
        ]


def set_values(path: Path, wanted: list[tuple[str, str]], value: object) -> None:
    """Put a value into these columns of all rows, where the constraints of the table allow it."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")
        for table, column in wanted:
            with suppress(sqlite3.IntegrityError):  # a key of whole numbers takes nothing else
                connection.execute(f"UPDATE OR IGNORE {table} SET {column} = ?", (value,))  # noqa: S608 - ours


def _break_root(path: Path, table: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    _overwrite(path, (root - 1) * PAGE, b"\xa5" * PAGE)


def _rebuild(path: Path, table: str) -> None:
    _execute(path, f"DROP TABLE {table}")
    _execute(path, f"CREATE TABLE {table} (other TEXT)")


def _foreign(path: Path) -> None:
    path.unlink()
    _execute(path, "CREATE TABLE settings (id INTEGER PRIMARY KEY, name TEXT)")


def _execute(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(statement)


def _overwrite(path: Path, offset: int, content: bytes) -> None:
    with path.open("rb+") as file:
        file.seek(offset)
        file.write(content)


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _replaced(make: Callable[[Path], object]) -> Damage:
    """Return the damage that puts something else in the place of the file."""

    def replace(path: Path) -> None:
        path.unlink()
        make(path)

    return replace
