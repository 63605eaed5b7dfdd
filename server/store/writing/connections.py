"""Where the store reads and writes: in the file, and in memory while the file cannot be used."""

import contextlib
import sqlite3
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from server.store import problems
from server.store.database import open_database
from server.store.problems import Reason
from server.store.writing import room
from server.store.writing.memory_copy import MemoryCopy
from server.store.writing.outage import Cause, cause_of
from server.store.writing.place import Place

T = TypeVar("T")


class Connections:
    """The connections to the file; `memory` serves in their place while it is not None.

    Safe between threads; only the thread of the writer changes `memory` and writes. `writing` is held
    while the file is written.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._database = database = open_database(path)
        self.reason: Reason | None = database.reason
        self.writing = threading.RLock()
        shared = database.writer is not None and database.writer is database.reader
        self._reading = self.writing if shared else threading.RLock()
        self.memory: MemoryCopy | None = None
        self._place = self._place_now()

    @property
    def path(self) -> Path | None:
        """Where the file is; None if memory serves in its place for good."""
        return None if self._reading is self.writing else self._path

    @property
    def error(self) -> Exception | None:
        """Why the file could not be opened for writing; None if it could."""
        return self._database.error

    @property
    def has_moved(self) -> bool:
        """Whether the open file is no longer at its path."""
        return self._place is not None and self._place.has_moved

    def has_room(self, held_bytes: int) -> bool:
        """Return whether the disk has the room that is wanted to write what waits."""
        free = room.free(self._path.parent) if self._path is not None else None
        return free is None or free >= room.wanted(held_bytes)

    def read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Return what `work` returns for the database that serves now."""
        memory = self.memory
        if memory is None:
            return self.read_file(work)
        try:
            return memory.run(work)
        except sqlite3.ProgrammingError:
            if self.memory is memory:
                raise
            return self.read(work)  # it was closed meanwhile

    def read_file(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Return what `work` returns for the file."""
        with self._reading:
            if self._database.reader is None:
                raise sqlite3.OperationalError("the file is not open")
            return work(self._database.reader)

    def write_file(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run `work` on the file in a transaction, and return its result."""
        with self.writing:
            connection = self._database.writer
            if connection is None:
                raise sqlite3.OperationalError("the file is not open")
            if self._place is not None:
                self._place.check()
            connection.execute("BEGIN IMMEDIATE")
            try:
                result = work(connection)
                connection.execute("COMMIT")
            except BaseException:
                # After some errors, such as a full disk, SQLite has already rolled back.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            return result

    def cause_of(self, error: Exception) -> Cause:
        """Return why the file cannot be used.

        SQLite has the same errors for a full disk, a broken one and one that may only be read.
        """
        cause = cause_of(error) or Cause.OTHER
        if cause is not Cause.OTHER or self._path is None:
            return cause
        if room.is_used_up(self._path.parent):
            return Cause.FULL
        return Cause.READ_ONLY if room.is_read_only(self._path) else Cause.OTHER

    def write_memory(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run `work` on the copy in memory in a transaction, and return its result."""
        if self.memory is None:
            raise sqlite3.OperationalError("there is no copy in memory")
        return self.memory.write(work)

    def serve_from_memory(self) -> None:
        """Copy the small tables into memory, and use it from now on."""
        self.memory = MemoryCopy(self.read_file if self._database.reader is not None else None)

    def serve_from_file(self) -> None:
        """Use the file again."""
        memory, self.memory = self.memory, None
        if memory is not None:
            memory.close()

    def set_patience(self, seconds: float) -> None:
        """Set how long a write or a read waits for another program."""
        with self.writing, self._reading:
            for connection in (self._database.writer, self._database.reader):
                if connection is not None:
                    connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")

    def open_again(self) -> None:
        """Close the file and open it again; raise what keeps it from being opened."""
        with self.writing, self._reading:
            came_back = self._bring_back()
            self.close()
            self._database = open_database(self._path, patience=0)
            self.reason = self._database.reason or came_back or self.reason
            self._place = self._place_now()
            if self._database.error is not None:
                raise self._database.error

    def _bring_back(self) -> Reason | None:
        """Put what a moved file contains back at the path, and return what to say about it."""
        reader = self._database.reader
        if self._path is None or self._place is None or reader is None or not self._place.has_moved:
            return None
        copy = self._place.bring_back(reader)
        return partial(problems.came_back, str(self._path), copy)

    def _place_now(self) -> Place | None:
        database = self._database
        return None if self._path is None or database.reader is database.writer else Place(self._path)

    def close(self) -> None:
        """Close the connections to the file, as far as that is possible."""
        with self.writing, self._reading, contextlib.suppress(sqlite3.Error):
            self._database.close()
