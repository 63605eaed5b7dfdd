"""What the user has made of exchanges: pinned, noted, and deleted until that is undone."""

import sqlite3
import time
from collections.abc import Sequence
from typing import Any, Final

from server.store import history
from server.store.access import TableAccess
from server.store.checked.values import text

UNDO_SECONDS: Final = 600.0
"""So long a deletion can be undone; what is deleted longer is deleted for good with the next write."""
LONGEST_NOTE: Final = 2000
PURGED_AT_ONCE: Final = 200
_MICROSECONDS: Final = 1_000_000


class Marks:
    """The marks of exchanges; safe between threads. A deletion has a number, by which it is undone."""

    def __init__(self, tables: TableAccess) -> None:
        self._tables = tables

    def pin(self, exchange: int, *, on: bool) -> None:
        """Keep an exchange when the history is cleared or has reached its limits; or no longer."""
        self._set(exchange, "pinned", int(on))

    def note(self, exchange: int, words: str) -> None:
        """Keep the user's words with an exchange; "" removes them."""
        self._set(exchange, "note", words.strip()[:LONGEST_NOTE])

    def set_visitor(self, exchange: int, name: str) -> None:
        """Record as which visitor the composer sent the request."""
        self._set(exchange, "visitor", name)

    def visitors(self, project: int) -> tuple[str, ...]:
        """Return the names of the visitors of an app's exchanges."""
        found = self._tables.read(
            "SELECT DISTINCT visitor FROM marks JOIN exchanges ON exchanges.id = marks.exchange"
            " WHERE project = ? AND visitor != '' ORDER BY visitor",
            (project,),
        )
        return tuple(
            self._tables.set_aside.fitting("marks", found, lambda row: text(row[0]), lambda _: project)
        )

    def remove(self, exchanges: Sequence[int]) -> int:
        """Delete exchanges; return the number of the deletion."""
        return self._remove("SELECT value FROM json_each(?)", (str([*exchanges]),))

    def clear(self, *, project: int | None = None, guest: str | None = None) -> tuple[int, int]:
        """Delete the exchanges of an app, of an opening, or all, but for pinned ones.

        Return the number of the deletion, and how many exchanges it has deleted.
        """
        number = self._remove(
            "SELECT id FROM exchanges WHERE (?1 IS NULL OR project = ?1) AND (?2 IS NULL OR guest = ?2)"
            " AND id NOT IN (SELECT exchange FROM marks WHERE pinned = 1 OR removed IS NOT NULL)",
            (project, guest),
        )
        ((count,),) = self._tables.read("SELECT count(*) FROM marks WHERE removed = ?", (number,))
        return number, int(count)

    def restore(self, number: int) -> None:
        """Undo a deletion."""
        self._tables.write("UPDATE marks SET removed = NULL WHERE removed = ?", (number,))

    def purge_all(self) -> None:
        """Delete for good what is deleted, as much as a second allows; the rest follows at the next close."""
        end = time.monotonic() + 1.0
        waiting = "SELECT 1 FROM marks WHERE removed IS NOT NULL LIMIT 1"
        while self._tables.read(waiting) and time.monotonic() < end:
            self._tables.write_with(lambda connection: purge(connection, 0.0))

    def _remove(self, chosen: str, parameters: tuple[Any, ...]) -> int:
        number = int(time.time() * _MICROSECONDS)
        statement = (
            f"INSERT INTO marks (exchange, removed) SELECT id, {number} FROM exchanges WHERE id IN ({chosen})"  # noqa: S608 - ours
            " ON CONFLICT (exchange) DO UPDATE SET removed = excluded.removed"
        )
        self._tables.write(statement, parameters)
        return number

    def _set(self, exchange: int, column: str, value: int | str) -> None:
        self._tables.write(
            f"INSERT INTO marks (exchange, {column}) SELECT id, ? FROM exchanges WHERE id = ?"  # noqa: S608 - ours
            f" ON CONFLICT (exchange) DO UPDATE SET {column} = excluded.{column}",
            (value, exchange),
        )


def is_removed(connection: sqlite3.Connection, exchange: int) -> bool:
    """Return whether an exchange is deleted, though it is still there for an undo."""
    found = connection.execute(
        "SELECT 1 FROM marks WHERE exchange = ? AND removed IS NOT NULL", (exchange,)
    ).fetchone()
    return found is not None


def purge(connection: sqlite3.Connection, older_than: float = UNDO_SECONDS) -> int:
    """Delete for good what was deleted longer ago than that; return how many, at most `PURGED_AT_ONCE`."""
    before = int((time.time() - older_than) * _MICROSECONDS)
    found = connection.execute(
        "SELECT exchange FROM marks WHERE removed IS NOT NULL AND removed <= ? LIMIT ?",
        (before, PURGED_AT_ONCE),
    ).fetchall()
    history.forget(connection, [number for (number,) in found])
    return len(found)


def expire(connection: sqlite3.Connection, days: int) -> None:
    """Delete the oldest exchanges that are older than so many days, some at a time; 0 keeps all."""
    if not days:
        return
    limit = time.time() - days * 86_400
    oldest = connection.execute(
        f"SELECT id, started_at FROM exchanges WHERE {history.NOT_KEPT} ORDER BY id LIMIT ?",  # noqa: S608 - ours
        (PURGED_AT_ONCE,),
    )
    history.forget(connection, [number for number, at in oldest if isinstance(at, float) and at < limit])
