"""The exchanges, in their tables."""

import sqlite3
from collections.abc import Sequence
from typing import Any, Final

from server.model.exchange import Exchange, ExchangeRow, ExchangeState
from server.store import search
from server.store.row_filter import RowFilter
from server.store.serialise import from_json, to_json
from server.store.size_limit import pack, unpack

ID_BLOCK: Final = 100
PRUNE_BATCH: Final = 500
# About what an exchange takes beside its contents: its row, and its part of the index.
ROW_BYTES: Final = 600
# Pruned a little further than needed, so that not every batch must prune.
PRUNE_TO: Final = 0.95


def reserve_ids(connection: sqlite3.Connection) -> range:
    """Numbers that no exchange has, and no other process gets."""
    (last,) = connection.execute(
        "UPDATE counters SET value = value + ? WHERE name = 'exchange' RETURNING value", (ID_BLOCK,)
    ).fetchone()
    return range(last - ID_BLOCK + 1, last + 1)


def insert(connection: sqlite3.Connection, exchange: Exchange) -> None:
    """Keep an exchange, in the place of the one that has its number."""
    remove(connection, [exchange.id])
    row = search.row_of(exchange)
    marks = ", ".join("?" * len(search.COLUMN_NAMES))
    connection.execute(
        f"INSERT INTO exchanges ({search.COLUMNS}) VALUES ({marks})",  # noqa: S608 - constants of ours
        [getattr(row, name) for name in search.COLUMN_NAMES],
    )
    connection.execute("INSERT INTO contents VALUES (?, ?)", (exchange.id, pack(to_json(exchange))))
    connection.execute(
        "INSERT INTO search (rowid, words, facets) VALUES (?, ?, ?)",
        (exchange.id, search.words(row), search.facets(row)),
    )


def remove(connection: sqlite3.Connection, ids: Sequence[int]) -> None:
    """Take exchanges out, as far as they are there."""
    for number in ids:
        row = select_row(connection, number)
        if row is None:
            continue
        # An index without contents must be told what it held.
        connection.execute(
            "INSERT INTO search (search, rowid, words, facets) VALUES ('delete', ?, ?, ?)",
            (number, search.words(row), search.facets(row)),
        )
        connection.execute("DELETE FROM exchanges WHERE id = ?", (number,))
        connection.execute("DELETE FROM contents WHERE id = ?", (number,))


def prune(connection: sqlite3.Connection, cap_bytes: int) -> int:
    """Take the oldest exchanges out until the file holds no more than it may; how many went.

    Those that decided a verdict stay.
    """
    gone = 0
    if used_bytes(connection) <= cap_bytes:
        return gone
    while (excess := used_bytes(connection) - int(cap_bytes * PRUNE_TO)) > 0:
        found = connection.execute(
            "SELECT id, length(data) FROM contents WHERE id NOT IN"
            " (SELECT exchange FROM verdicts WHERE exchange IS NOT NULL) ORDER BY id LIMIT ?",
            (PRUNE_BATCH,),
        ).fetchall()
        if not found:
            break
        ids: list[int] = []
        for number, size in found:
            ids.append(number)
            excess -= size + ROW_BYTES
            if excess <= 0:
                break
        remove(connection, ids)
        gone += len(ids)
    return gone


def used_bytes(connection: sqlite3.Connection) -> int:
    """How many bytes of the file hold something."""
    pages, free, size = (
        connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)


def select(
    connection: sqlite3.Connection, wanted: RowFilter, before: int | None, limit: int
) -> tuple[ExchangeRow, ...]:
    """The rows of a filter, newest first."""
    statement, parameters = search.query(wanted, before, limit)
    return tuple(_row(values) for values in connection.execute(statement, parameters))


def select_row(connection: sqlite3.Connection, number: int) -> ExchangeRow | None:
    """The row of one exchange, or None."""
    values = connection.execute(
        f"SELECT {search.COLUMNS} FROM exchanges WHERE id = ?",  # noqa: S608 - constants of ours
        (number,),
    ).fetchone()
    return None if values is None else _row(values)


def select_exchange(connection: sqlite3.Connection, number: int) -> Exchange | None:
    """One whole exchange, or None."""
    found = connection.execute("SELECT data FROM contents WHERE id = ?", (number,)).fetchone()
    row = select_row(connection, number)
    if found is None or row is None:
        return None
    return from_json(unpack(found[0]), {name: getattr(row, name) for name in search.COLUMN_NAMES})


def _row(values: Sequence[Any]) -> ExchangeRow:
    fields = dict(zip(search.COLUMN_NAMES, values, strict=True))
    return ExchangeRow(**{**fields, "state": ExchangeState(fields["state"])})
