"""Search for a text anywhere in exchanges, by reading what is kept of each."""

import json
import sqlite3
import zlib
from dataclasses import replace
from typing import Final

from server.model.exchange import ExchangeRow
from server.store import history
from server.store.checked.set_aside import SetAside
from server.store.checked.values import MISFITS
from server.store.exchange_filter import ExchangeFilter, RowRange
from server.store.packing import LARGEST_UNPACKED, unzip

MOST_READ: Final = 2000
"""So many exchanges are read for one page of a list; the next page goes on with those before."""
_AT_ONCE: Final = 100


def search_contents(
    connection: sqlite3.Connection, row_filter: ExchangeFilter, part: RowRange, set_aside: SetAside
) -> tuple[tuple[ExchangeRow, ...], int | None]:
    """Return the rows whose exchange has the filter's text anywhere, and the id to go on before, if any.

    Only the newest `MOST_READ` of the range are read. Upper and lower case are the same.
    """
    # As it stands in JSON, in which the contents are kept.
    wanted = json.dumps(row_filter.text.strip(), ensure_ascii=False)[1:-1].lower()
    others = replace(row_filter, text="")
    found: list[ExchangeRow] = []
    before, read = part.before, 0
    while read < MOST_READ:
        rows = history.select(connection, others, replace(part, before=before, limit=_AT_ONCE), set_aside)
        for row in rows:
            before = row.id
            if _contains(connection, row, wanted):
                found.append(row)
                if len(found) == part.limit:
                    return tuple(found), before
        read += len(rows)
        if len(rows) < _AT_ONCE:
            return tuple(found), None
    return tuple(found), before


def _contains(connection: sqlite3.Connection, row: ExchangeRow, wanted: str) -> bool:
    if wanted in f"{row.method} {row.path} {row.query} {row.error or ''} {row.note}".lower():
        return True
    kept = connection.execute("SELECT data FROM contents WHERE id = ?", (row.id,)).fetchone()
    try:
        return (
            kept is not None and wanted in unzip(kept[0], LARGEST_UNPACKED).decode("utf-8", "replace").lower()
        )
    except (*MISFITS, zlib.error):
        return False
