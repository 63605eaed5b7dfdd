"""The changes of the database, as work on a connection."""

import sqlite3
from collections.abc import Callable
from typing import Any


class Change:
    """A change of the database; it may run more than once, because a failed transaction is repeated.

    `size` is how many bytes it holds while it waits; those of size 0 are small, and the last to be dropped.
    `exchange` is the id of the exchange that it writes, and `guest` that of its guest; 0 and "" for others.
    """

    size: int = 0
    exchange: int = 0
    guest: str = ""

    def run(self, connection: sqlite3.Connection) -> Any:
        """Do the work, and return its result."""
        raise NotImplementedError

    def replay(self, connection: sqlite3.Connection) -> None:
        """Do on the file what `run` has done in memory."""
        self.run(connection)


class Work(Change):
    """A function of the connection; `size` as in `Change`."""

    def __init__(self, function: Callable[[sqlite3.Connection], Any], size: int = 0) -> None:
        self._function = function
        self.size = size

    def run(self, connection: sqlite3.Connection) -> Any:
        """Return what the function returns."""
        return self._function(connection)


class Failure(Change):
    """Makes the file count as unusable because of an error that a reader had."""

    def __init__(self, error: sqlite3.Error) -> None:
        self._error: sqlite3.Error | None = error

    def run(self, connection: sqlite3.Connection) -> None:
        """Raise the error, once."""
        error, self._error = self._error, None
        if error is not None:
            raise error
