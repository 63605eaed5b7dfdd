"""The changes by which exchanges are written and their ids reserved."""

import random
import sqlite3
import time
from collections.abc import Callable
from typing import Final

from server.model.exchange import Exchange, ExchangeRow
from server.store import history
from server.store.exchange_query import row_of
from server.store.packing import pack
from server.store.serialise import to_json
from server.store.writing.changes import Change

# Scripts of pages read ids as numbers of 53 bits.
LARGEST_TEMPORARY_ID: Final = 2**52
_AT_ONCE: Final = 1000
Finder = Callable[[Exchange], str | None]


def no_findings(_exchange: Exchange) -> None:
    """Say that nothing has looked for findings."""


class KeepExchange(Change):
    """Writes an exchange; once it is packed, only the packed form is held."""

    def __init__(self, exchange: Exchange, find: Finder = no_findings) -> None:
        """`find` returns the codes of what is wrong in the exchange; it is called by the writing thread."""
        self._find = find
        self._packed: Exchange | tuple[ExchangeRow, bytes] = exchange
        self.exchange = exchange.id
        self.guest = exchange.guest

    def run(self, connection: sqlite3.Connection) -> None:
        """Replace the exchange with the same id."""
        if isinstance(self._packed, Exchange):
            self._packed = row_of(self._packed, self._find(self._packed)), pack(to_json(self._packed))
            self.size = history.ROW_BYTES + len(self._packed[1])
        history.insert_packed(connection, *self._packed)


class ReserveIds(Change):
    """Takes the next ids for this process; `replay` only makes sure that nobody else gets them."""

    def __init__(self) -> None:
        self._last = 0

    def run(self, connection: sqlite3.Connection) -> range:
        """Return ids that no exchange has."""
        ids = history.reserve_ids(connection)
        self._last = ids[-1]
        return ids

    def replay(self, connection: sqlite3.Connection) -> None:
        """Let the file count on after the ids that were given."""
        history.pass_ids(connection, self._last)


class PassIds(Change):
    """Lets the file count on after an id that was not reserved in it."""

    def __init__(self, last: int) -> None:
        self._last = last

    def run(self, connection: sqlite3.Connection) -> None:
        """Raise the counter to the id."""
        history.pass_ids(connection, self._last)


def temporary_id(after: int) -> int:
    """Return an id above `after` with which an exchange can wait until the file counts again.

    It comes from the clock, because other processes may write to the file meanwhile, and lies above all ids
    that were counted.
    """
    by_clock = int(time.time() * 1000) * _AT_ONCE + random.randrange(_AT_ONCE)  # noqa: S311 - no secret
    return max(after + 1, min(by_clock, LARGEST_TEMPORARY_ID))
