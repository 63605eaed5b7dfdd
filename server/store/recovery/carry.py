"""Carry what can be read of a damaged database into a new one, table by table."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from server.store import exchange_query
from server.store.checked.values import MISFITS
from server.store.history import checked_row
from server.store.recovery.check import keys, mend_counter, tables
from server.store.recovery.damage import is_unreadable

# Looking for the readable parts of a broken table ends after so many reads that failed.
MOST_FAILURES: Final = 2000

Row = tuple[Any, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Carried:
    """What came over of a table: rows kept, rows that did not fit, and whether all rows were readable."""

    table: str
    kept: int
    unfit: int
    readable: bool

    @property
    def whole(self) -> bool:
        """Whether nothing of the table is lost."""
        return self.readable and not self.unfit


def carry(source: sqlite3.Connection, target: sqlite3.Connection, version: int) -> tuple[Carried, ...]:
    """Copy each table of that version of the schema into `target`, which has these tables, all empty.

    `source` is read only. Errors of `target` are raised, since they mean a full disk.
    """
    # SQLite then reads a file also if it is shorter than it says, or if a line of its schema is broken.
    source.execute("PRAGMA writable_schema = ON")
    target.execute("BEGIN")
    counted = [_carry_table(source, target, table, version) for table in tables(version)]
    counted = _without_halves(target, counted)
    mend_counter(target)
    _index(target)
    target.execute("COMMIT")
    return tuple(each for each in counted if each.table not in ("counters", "contents"))


def _carry_table(source: sqlite3.Connection, target: sqlite3.Connection, table: str, version: int) -> Carried:
    columns = tables(version)[table]
    names = tuple(column[0] for column in columns)
    insert = f"INSERT OR IGNORE INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - names of our schema
    reader = _TableReader(source, table, names, keys(columns))
    kept = unfit = 0
    for row in reader.rows():
        try:
            done = target.execute(insert, row).rowcount
            kept, unfit = kept + done, unfit + 1 - done
        except (sqlite3.IntegrityError, sqlite3.DataError, OverflowError, UnicodeEncodeError):
            unfit += 1
    return Carried(table=table, kept=kept, unfit=unfit, readable=reader.readable)


class _TableReader:
    """Reads the rows of a table from both ends, and the parts between that are not broken."""

    def __init__(
        self, source: sqlite3.Connection, table: str, names: tuple[str, ...], key: tuple[str, ...]
    ) -> None:
        self._source = source
        self._table = table
        self._names = names
        self._key = key
        self._failures = 0
        self.readable = True

    def rows(self) -> Iterator[Row]:
        """Yield the rows that can be read; `readable` then says whether these were all."""
        first: list[Any] = []
        yield from self._until_broken("ASC", first)
        if self.readable:
            return
        last: list[Any] = []
        for row in self._until_broken("DESC", last):
            if first and not _follows(first[-1], self._key_of(row), "ASC"):
                return
            yield row
        if len(self._key) == 1 and all(type(key[0]) is int for key in (*first[-1:], *last[-1:])) and last:
            least = first[-1][0] + 1 if first else 0
            yield from self._between(least, last[-1][0] - 1)

    def _until_broken(self, order: str, seen: list[Any]) -> Iterator[Row]:
        """Yield rows in order of the key, and note the last key; stop at an error or a wrong order."""
        by = ", ".join(f"{name} {order}" for name in self._key)
        try:
            for row in self._source.execute(f"{self._select} ORDER BY {by}"):
                key = self._key_of(row)
                if seen and not _follows(seen[-1], key, order):
                    self.readable = False
                    return
                seen[:] = [key]
                yield row
        except sqlite3.Error as error:
            if not is_unreadable(error):
                raise
            self.readable = False

    def _between(self, least: int, most: int) -> Iterator[Row]:
        """Yield the rows with keys from `least` to `most`, by halving the range where it cannot be read."""
        ranges = [(least, most)]
        while ranges and self._failures < MOST_FAILURES:
            low, high = ranges.pop()
            if low > high:
                continue
            try:
                statement = f"{self._select} WHERE {self._key[0]} BETWEEN ? AND ?"
                rows = self._source.execute(statement, (low, high)).fetchall()
            except sqlite3.Error as error:
                if not is_unreadable(error):
                    raise
                self._failures += 1
                middle = (low + high) // 2
                if low < high:
                    ranges += [(middle + 1, high), (low, middle)]
                continue
            yield from rows

    @property
    def _select(self) -> str:
        return f"SELECT {', '.join(self._names)} FROM {self._table}"  # noqa: S608 - names of our schema

    def _key_of(self, row: Row) -> Any:
        return tuple(row[self._names.index(name)] for name in self._key)


def _follows(before: Any, after: Any, order: str) -> bool:
    try:
        return bool(after > before if order == "ASC" else after < before)
    except TypeError:  # keys of several types, as broken pages have them
        return False


def _without_halves(target: sqlite3.Connection, counted: list[Carried]) -> list[Carried]:
    """Delete exchanges without contents, contents without an exchange, and exchanges that do not fit."""
    halves = target.execute(
        "DELETE FROM exchanges WHERE id NOT IN (SELECT id FROM contents) OR id <= 0"
    ).rowcount
    columns = [column[1] for column in target.execute("PRAGMA table_info(exchanges)")]
    unfit = []
    for row in target.execute(f"SELECT {', '.join(columns)} FROM exchanges"):  # noqa: S608 - names of our schema
        try:
            checked_row(dict(zip(columns, row, strict=True)))
        except MISFITS:
            unfit.append((row[0],))
    target.executemany("DELETE FROM exchanges WHERE id = ?", unfit)
    target.execute("DELETE FROM contents WHERE id NOT IN (SELECT id FROM exchanges)")
    lost = halves + len(unfit)
    contents = next(each for each in counted if each.table == "contents")
    return [
        each
        if each.table != "exchanges"
        else Carried(
            table=each.table,
            kept=each.kept - lost,
            unfit=each.unfit + lost,
            readable=each.readable and contents.readable,
        )
        for each in counted
    ]


def _index(target: sqlite3.Connection) -> None:
    """Fill the index of the exchanges, which is never copied."""
    columns = [column[1] for column in target.execute("PRAGMA table_info(exchanges)")]
    for row in target.execute(f"SELECT {', '.join(columns)} FROM exchanges ORDER BY id"):  # noqa: S608 - as above
        each = checked_row(dict(zip(columns, row, strict=True)))
        target.execute(
            "INSERT INTO search (rowid, words, facets) VALUES (?, ?, ?)",
            (each.id, exchange_query.words(each), exchange_query.facets(each)),
        )
