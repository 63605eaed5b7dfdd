"""Reads and writes exchanges in their tables."""

import json
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from server.model.exchange import Exchange, ExchangeRow, ExchangeState
from server.store import exchange_query
from server.store.checked import values
from server.store.checked.set_aside import SetAside
from server.store.checked.values import MISFITS
from server.store.exchange_filter import ExchangeFilter, RowRange
from server.store.packing import unpack
from server.store.serialise import from_json

ID_BLOCK: Final = 100
PRUNE_BATCH: Final = 500
# What an exchange takes besides its contents, roughly: its row, and its part of the index.
ROW_BYTES: Final = 600
# A little more is deleted than necessary, so that not every batch has to delete.
PRUNE_TO: Final = 0.95
# What may be deleted to make room: the user, or a verdict, has not asked for it to be kept.
NOT_KEPT: Final = (
    "id NOT IN (SELECT exchange FROM verdicts WHERE exchange IS NOT NULL)"
    " AND id NOT IN (SELECT exchange FROM marks WHERE pinned = 1)"
)
# Of what is deleted, nobody needs to know that it did not fit.
NOBODY: Final = SetAside()


def reserve_ids(connection: sqlite3.Connection) -> range:
    """Return ids that no exchange has and that no other process will be given."""
    (last,) = connection.execute(
        "UPDATE counters SET value = value + ? WHERE name = 'exchange' RETURNING value", (ID_BLOCK,)
    ).fetchone()
    return range(last - ID_BLOCK + 1, last + 1)


def pass_ids(connection: sqlite3.Connection, last: int) -> None:
    """Let ids be counted on after `last`."""
    connection.execute("UPDATE counters SET value = max(value, ?) WHERE name = 'exchange'", (last,))


def insert_packed(connection: sqlite3.Connection, row: ExchangeRow, data: bytes) -> None:
    """Store an exchange, replacing the one with the same id."""
    remove(connection, [row.id])
    found = connection.execute("SELECT project FROM openings WHERE guest = ?", (row.guest,)).fetchone()
    insert_row(connection, replace(row, project=found[0] if found is not None else None))
    connection.execute("INSERT INTO contents VALUES (?, ?)", (row.id, data))


def insert_row(connection: sqlite3.Connection, row: ExchangeRow) -> None:
    """Store an exchange as lists show it, without its contents."""
    marks = ", ".join("?" * len(exchange_query.COLUMN_NAMES))
    connection.execute(
        f"INSERT OR REPLACE INTO exchanges ({exchange_query.COLUMNS}) VALUES ({marks})",  # noqa: S608 - ours
        [getattr(row, name) for name in exchange_query.COLUMN_NAMES],
    )
    connection.execute(
        "INSERT INTO search (rowid, words, facets) VALUES (?, ?, ?)",
        (row.id, exchange_query.words(row), exchange_query.facets(row)),
    )


def remove(connection: sqlite3.Connection, ids: Sequence[int]) -> None:
    """Delete exchanges; ids that do not exist are ignored."""
    for number in ids:
        row = select_row(connection, number, NOBODY)
        # An index without contents needs the old values to delete its entries. Those of a row that does not
        # fit stay in it, and lead to nothing.
        if row is not None:
            connection.execute(
                "INSERT INTO search (search, rowid, words, facets) VALUES ('delete', ?, ?, ?)",
                (number, exchange_query.words(row), exchange_query.facets(row)),
            )
        connection.execute("DELETE FROM exchanges WHERE id = ?", (number,))
        connection.execute("DELETE FROM contents WHERE id = ?", (number,))


def forget(connection: sqlite3.Connection, ids: Sequence[int]) -> None:
    """Delete exchanges with what the user has made of them; ids that do not exist are ignored."""
    remove(connection, ids)
    connection.executemany("DELETE FROM marks WHERE exchange = ?", ((number,) for number in ids))


def prune(connection: sqlite3.Connection, cap_bytes: int) -> Counter[str]:
    """Delete the oldest exchanges until the file is within its limit; return how many of which guest.

    Exchanges that decided a verdict are kept, and those that are pinned.
    """
    deleted: Counter[str] = Counter()
    if used_bytes(connection) <= cap_bytes:
        return deleted
    while (excess := used_bytes(connection) - int(cap_bytes * PRUNE_TO)) > 0:
        found = connection.execute(
            f"SELECT id, length(data) FROM contents WHERE {NOT_KEPT} ORDER BY id LIMIT ?",  # noqa: S608 - ours
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
        deleted += _guests_of(connection, ids)
        forget(connection, ids)
    return deleted


def _guests_of(connection: sqlite3.Connection, ids: Sequence[int]) -> Counter[str]:
    """Return how many of the exchanges are of which guest."""
    found = connection.execute(
        "SELECT guest, count(*) FROM exchanges WHERE id BETWEEN ? AND ? AND id IN"
        " (SELECT value FROM json_each(?)) GROUP BY guest",
        (ids[0], ids[-1], json.dumps(ids)),
    )
    return Counter({str(guest): number for guest, number in found})


def used_bytes(connection: sqlite3.Connection) -> int:
    """Return how many bytes of the file are in use."""
    pages, free, size = (
        connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)


def select(
    connection: sqlite3.Connection, row_filter: ExchangeFilter, part: RowRange, set_aside: SetAside
) -> tuple[ExchangeRow, ...]:
    """Return a part of the rows that match a filter."""
    statement, parameters = exchange_query.query(row_filter, part)
    return _fitting(connection.execute(statement, parameters), set_aside)


def select_exchange(
    connection: sqlite3.Connection, number: int, set_aside: SetAside = NOBODY
) -> Exchange | None:
    """Return one whole exchange, or None."""
    found = connection.execute("SELECT data FROM contents WHERE id = ?", (number,)).fetchone()
    row = select_row(connection, number, set_aside)
    if found is None or row is None:
        return None
    try:
        return from_json(unpack(found[0]), {name: getattr(row, name) for name in exchange_query.COLUMN_NAMES})
    except (*MISFITS, zlib.error) as error:
        set_aside.add("contents", number, error)
        return None


def checked_row(fields: dict[str, Any]) -> ExchangeRow:
    """Return a row of the table of exchanges; MISFITS if one of its values is not as it must be."""
    text, optional = values.text, values.optional
    return ExchangeRow(
        id=values.whole(fields["id"]),
        run=text(fields["run"]),
        guest=text(fields["guest"]),
        started_at=values.moment(fields["started_at"]),
        took=optional(values.signed, fields["took"]),
        state=ExchangeState(fields["state"]),
        method=text(fields["method"]),
        path=text(fields["path"]),
        query=text(fields["query"]),
        status=optional(values.whole, fields["status"]),
        size=values.whole(fields["size"]),
        content_type=text(fields["content_type"]),
        endpoint=optional(text, fields["endpoint"]),
        error=optional(text, fields["error"]),
        project=optional(values.whole, fields.get("project")),
        sql_count=optional(values.whole, fields.get("sql_count")),
        findings=optional(text, fields.get("findings")),
        pinned=bool(values.whole(fields.get("pinned", 0))),
        note=text(fields.get("note", "")),
        visitor=text(fields.get("visitor", "")),
    )


def select_row(
    connection: sqlite3.Connection, number: int, set_aside: SetAside = NOBODY
) -> ExchangeRow | None:
    """Return the row of one exchange, or None."""
    found = connection.execute(
        f"SELECT {exchange_query.ROW} FROM exchanges {exchange_query.WITH_MARKS} WHERE id = ?",  # noqa: S608 - constants of ours
        (number,),
    )
    return next(iter(_fitting(found, set_aside)), None)


def _fitting(rows: Iterable[Sequence[Any]], set_aside: SetAside) -> tuple[ExchangeRow, ...]:
    names = exchange_query.ROW_NAMES
    return tuple(
        set_aside.fitting(
            "exchanges",
            rows,
            lambda row: checked_row(dict(zip(names, row, strict=True))),
            lambda row: row[names.index("id")],
        )
    )
