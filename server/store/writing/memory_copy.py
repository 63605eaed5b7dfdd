"""A database in memory that serves while the file cannot be used: a copy of the small tables."""

import logging
import sqlite3
import sys
import threading
from collections.abc import Callable
from functools import partial
from typing import Final, TypeVar

from server.store import history
from server.store.database import open_in_memory
from server.store.writing.exchange_changes import temporary_id
from server.store.writing.outage import is_passing

T = TypeVar("T")
ReadFile = Callable[[Callable[[sqlite3.Connection], None]], None]

MOST_BYTES: Final = 32 << 20
TABLES: Final = (
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
    "marks",
    "counters",
)
log = logging.getLogger(__name__)


class MemoryCopy:
    """The tables of the file but for its exchanges, of which only new ones are here; safe between threads.

    `complete` tells whether the file could be read. Without that nothing of the file is shown, because the
    numbers of its projects and of those in memory would not be the same.
    """

    def __init__(self, read_file: ReadFile | None) -> None:
        self._connection = open_in_memory()
        self._lock = threading.RLock()
        self._most_bytes = sys.maxsize
        self.complete = read_file is not None and self._copy(read_file)
        (counted,) = self._connection.execute("SELECT max(value) FROM counters").fetchone()
        history.pass_ids(self._connection, temporary_id(counted if isinstance(counted, int) else 0))
        self._most_bytes = history.used_bytes(self._connection) + MOST_BYTES

    def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Return what `work` returns for the connection."""
        with self._lock:
            return work(self._connection)

    def write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run `work` in a transaction, and delete the oldest exchanges beyond the limit."""
        with self._lock:
            self._connection.execute("BEGIN")
            try:
                result = work(self._connection)
                history.prune(self._connection, self._most_bytes)
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
            return result

    def close(self) -> None:
        """Free the memory."""
        with self._lock:
            self._connection.close()

    def _copy(self, read_file: ReadFile) -> bool:
        """Copy what can be read, and return whether that was everything."""
        copied = True
        for table in TABLES:
            try:
                self.write(partial(self._copy_table, table, read_file))
            except (sqlite3.Error, ValueError) as error:
                log.warning("%s cannot be read for now: %s", table, error)
                copied = False
                if is_passing(error):
                    break  # the others would be waited for in vain
        return copied

    @staticmethod
    def _copy_table(table: str, read_file: ReadFile, memory: sqlite3.Connection) -> None:
        read_file(lambda file: _insert_from(file, memory, table))


def _insert_from(file: sqlite3.Connection, memory: sqlite3.Connection, table: str) -> None:
    rows = file.execute(f"SELECT * FROM {table}")  # noqa: S608 - constants of ours
    marks = ", ".join("?" * len(rows.description))
    memory.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", rows)  # noqa: S608 - as above
    if table == "verdicts":
        # A verdict is shown with the exchange that decided it only where that exists.
        for (number,) in file.execute("SELECT exchange FROM verdicts WHERE exchange IS NOT NULL").fetchall():
            row = history.select_row(file, number)
            if row is not None:
                history.insert_row(memory, row)
