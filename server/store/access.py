"""Access to the database for the modules of the smaller tables."""

import logging
import sqlite3
from collections.abc import Callable
from typing import Any, TypeVar

from server.store.checked.set_aside import SetAside
from server.store.recovery.damage import is_damage, is_unreadable
from server.store.recovery.health import StoreHealth
from server.store.writing.changes import Failure, Work
from server.store.writing.connections import Connections
from server.store.writing.outage import is_passing
from server.store.writing.writer import Writer

T = TypeVar("T")

log = logging.getLogger(__name__)


class TableAccess:
    """Reads directly, and writes through the writer, in its order; safe between threads.

    While the file cannot be used, both happen in memory. A table that is damaged is empty until what can be
    read of the file was carried into a new one.
    """

    def __init__(self, connections: Connections, writer: Writer, health: StoreHealth) -> None:
        self._connections = connections
        self._writer = writer
        self._health = health

    @property
    def set_aside(self) -> SetAside:
        """The values that were left out because they do not fit."""
        return self._health.set_aside

    def read(self, statement: str, parameters: tuple[Any, ...] = ()) -> list[Any]:
        """Return the rows of a statement, none of a table that is damaged."""
        return self.read_with(lambda connection: connection.execute(statement, parameters).fetchall(), [])

    def read_with(self, work: Callable[[sqlite3.Connection], T], if_damaged: T) -> T:
        """Return what `work` returns for the reading connection, or `if_damaged`."""
        try:
            return self._read_or_wait(work)
        except sqlite3.Error as error:
            if not is_unreadable(error):
                raise
            self._health.found_damage(error)
            return if_damaged

    def _read_or_wait(self, work: Callable[[sqlite3.Connection], T]) -> T:
        try:
            return self._connections.read(work)
        except sqlite3.DatabaseError as error:
            if not is_passing(error):
                raise
            self._writer.run(Failure(error))
            return self._connections.read(work)

    def write_with(self, work: Callable[[sqlite3.Connection], object], size: int = 0) -> None:
        """Run `work` in a transaction and return once it is written; it holds about `size` bytes."""
        try:
            self._writer.run(Work(work, size))
        except sqlite3.Error as error:
            if not is_damage(error):
                raise
            self._health.found_damage(error)
            self._health.wait()
            self._write_again(Work(work, size))

    def _write_again(self, work: Work) -> None:
        try:
            self._writer.run(work)
        except sqlite3.Error as error:
            if not self._health.is_beyond_rescue:
                raise
            log.error("a damaged table could not be written: %s", error)

    def write(self, statement: str, parameters: tuple[Any, ...]) -> None:
        """Execute a statement and return once it is written."""
        self.write_with(lambda connection: connection.execute(statement, parameters))
