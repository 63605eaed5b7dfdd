"""Access to the database for the modules of the smaller tables."""

import sqlite3
from collections.abc import Callable
from typing import Any, TypeVar

from server.store.writing.changes import Failure, Work
from server.store.writing.connections import Connections
from server.store.writing.outage import is_passing
from server.store.writing.writer import Writer

T = TypeVar("T")


class TableAccess:
    """Reads directly, and writes through the writer, in its order; safe between threads.

    While the file cannot be used, both happen in memory.
    """

    def __init__(self, connections: Connections, writer: Writer) -> None:
        self._connections = connections
        self._writer = writer

    def read(self, statement: str, parameters: tuple[Any, ...] = ()) -> list[Any]:
        """Return the rows of a statement."""
        return self.read_with(lambda connection: connection.execute(statement, parameters).fetchall())

    def read_with(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Return what `work` returns for the reading connection."""
        try:
            return self._connections.read(work)
        except sqlite3.DatabaseError as error:
            if not is_passing(error):
                raise
            self._writer.run(Failure(error))
            return self._connections.read(work)

    def write_with(self, work: Callable[[sqlite3.Connection], object], size: int = 0) -> None:
        """Run `work` in a transaction and return once it is written; it holds about `size` bytes."""
        self._writer.run(Work(work, size))

    def write(self, statement: str, parameters: tuple[Any, ...]) -> None:
        """Execute a statement and return once it is written."""
        self.write_with(lambda connection: connection.execute(statement, parameters))
