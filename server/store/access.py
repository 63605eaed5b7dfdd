"""Access to the database for the modules of the smaller tables."""

import sqlite3
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from server.store.writer import Writer

T = TypeVar("T")


class TableAccess:
    """Reads directly, and writes through the writer, in its order; safe between threads."""

    def __init__(self, reader: sqlite3.Connection, lock: threading.RLock, writer: Writer) -> None:
        self._reader = reader
        self._lock = lock
        self._writer = writer

    def read(self, statement: str, parameters: tuple[Any, ...] = ()) -> list[Any]:
        """Return the rows of a statement."""
        with self._lock:
            return self._reader.execute(statement, parameters).fetchall()

    def read_with(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Return what `work` returns for the reading connection."""
        with self._lock:
            return work(self._reader)

    def write_with(self, work: Callable[[sqlite3.Connection], None]) -> None:
        """Run `work` in a transaction and return once it is written."""
        self._writer.run(work)

    def write(self, statement: str, parameters: tuple[Any, ...]) -> None:
        """Execute a statement and return once it is written."""
        self._writer.run(lambda connection: connection.execute(statement, parameters) and None)
