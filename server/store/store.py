"""The store as the rest of Fumehood uses it."""

import logging
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from server.model.exchange import Exchange, ExchangeRow
from server.model.notifications import ExchangeFinished, ExchangeUpdated, MailCaught, Notification
from server.model.problem import Problem
from server.store import history, problems
from server.store.access import TableAccess
from server.store.apps.projects import Projects
from server.store.apps.recent import Recent
from server.store.apps.trust import Trust
from server.store.database import open_database
from server.store.exchange_filter import ExchangeFilter
from server.store.interpreter_results import InterpreterResults
from server.store.mail import Mail
from server.store.predictions import Predictions
from server.store.settings import Settings
from server.store.verdicts import Verdicts
from server.store.writer import Writer

log = logging.getLogger(__name__)

ALL_ROWS: Final = ExchangeFilter()
DEFAULT_CAP_BYTES: Final = 500 * 1024 * 1024
# The largest integer in SQLite; a URL may contain a larger one.
LARGEST_ID: Final = 2**63 - 1


class Store:
    """Everything that is kept; every method may be called from any thread.

    With `path` None it is kept in memory. `cap_bytes` limits the size of the file and may be changed at any
    time: the oldest exchanges are deleted with the next write.
    """

    def __init__(self, path: Path | None, *, cap_bytes: int = DEFAULT_CAP_BYTES) -> None:
        self.cap_bytes = cap_bytes
        self._database = open_database(path)
        self._reason = self._database.reason
        self._shared = self._database.writer is self._database.reader
        writing = threading.RLock()
        self._reading = writing if self._shared else threading.RLock()
        self._writer = Writer(
            self._database.writer,
            writing,
            lambda connection: history.prune(connection, self.cap_bytes),
            self._failed,
        )
        self._tables = TableAccess(self._database.reader, self._reading, self._writer)
        self._pending: dict[int, Exchange] = {}
        self._lock = threading.Lock()
        self._numbers: Iterator[int] = iter(())
        self._closed = False
        self.settings = Settings(self._tables)
        self.recent = Recent(self._tables)
        self.projects = Projects(self._tables)
        self.trust = Trust(self._tables)
        self.mail = Mail(self._tables)
        self.predictions = Predictions(self._tables)
        self.verdicts = Verdicts(self._tables, self._keep)
        self.results = InterpreterResults(self._tables)

    @property
    def problem(self) -> Problem | None:
        """Return what is wrong with the file, in the language of the current request; None if nothing is."""
        return self._reason() if self._reason is not None else None

    def next_id(self) -> int:
        """Return an id that no exchange has; within one process ids increase."""
        with self._lock:
            number = next(self._numbers, None)
            if number is None:
                self._numbers = iter(self._writer.run(history.reserve_ids))
                number = next(self._numbers)
            return number

    def add(self, exchange: Exchange) -> None:
        """Store an exchange. It can be read at once; another thread writes it soon."""
        self._keep(exchange)

    def handle(self, notification: Notification) -> None:
        """Keep the exchange or the mail of a notification, and link mail to the exchange that sent it."""
        match notification:
            case ExchangeFinished(exchange):
                self.add(exchange)
                for event in exchange.of("mail"):
                    if event.body["letter"] is not None:
                        self.mail.set_exchange(event.body["letter"], exchange.id)
            case ExchangeUpdated(exchange):
                self.add(exchange)
            case MailCaught(message):
                self.mail.add(message)
            case _:
                pass

    def rows(
        self,
        rows: ExchangeFilter = ALL_ROWS,
        before: int | None = None,
        limit: int = 100,
    ) -> tuple[ExchangeRow, ...]:
        """Return rows, newest first, of ids below `before`."""
        if self._pending:
            self.flush()
        if before is not None:
            before = min(max(before, 0), LARGEST_ID)
        return self._tables.read_with(lambda connection: history.select(connection, rows, before, limit))

    def exchange(self, id: int) -> Exchange | None:  # noqa: A002 - it is the exchange's id
        """Return the exchange of that id, or None."""
        if not 0 <= id <= LARGEST_ID:
            return None
        pending = self._pending.get(id)
        if pending is not None:
            return pending
        return self._tables.read_with(lambda connection: history.select_exchange(connection, id))

    def flush(self) -> None:
        """Block until everything added so far is written."""
        self._writer.flush()

    @property
    def is_closed(self) -> bool:
        """Whether `close` was called."""
        return self._closed

    def close(self) -> None:
        """Write what is left and close the file."""
        if self._closed:
            return
        self._closed = True
        self._writer.close()
        with self._reading:
            self._database.reader.close()
        if not self._shared:
            self._database.writer.close()

    def _keep(self, exchange: Exchange) -> int:
        """Queue an exchange for writing, with a new id if it has none; return its id."""
        stored = exchange if exchange.id else replace(exchange, id=self.next_id())
        self._pending[stored.id] = stored
        self._writer.post(
            lambda connection: history.insert(connection, stored), lambda: self._is_written(stored)
        )
        return stored.id

    def _is_written(self, exchange: Exchange) -> None:
        if self._pending.get(exchange.id) is exchange:
            del self._pending[exchange.id]

    def _failed(self, error: sqlite3.Error) -> None:
        log.error("the store could not be written: %s", error)
        why = str(error)
        self._reason = lambda: problems.not_written(why)
