"""The store as the rest of Fumehood uses it."""

import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from server.model.exchange import Exchange, ExchangeRow
from server.model.notifications import ExchangeFinished, ExchangeUpdated, MailCaught, Notification
from server.model.problem import Problem
from server.store import history, problems
from server.store.access import TableAccess
from server.store.apps.projects import Projects
from server.store.apps.recent import Recent
from server.store.apps.trust import Trust
from server.store.contents_search import search_contents
from server.store.exchange_filter import NEWEST_FIRST, ExchangeFilter, RowRange, SortOrder
from server.store.interpreter_results import InterpreterResults
from server.store.mail import Mail
from server.store.marks import Marks, expire, is_removed, purge
from server.store.predictions import Predictions
from server.store.recovery.health import StoreHealth
from server.store.recovery.replacement import open_snapshot, replace_contents
from server.store.recovery.report import Recovery
from server.store.settings import Settings
from server.store.verdicts import Verdicts
from server.store.writing import room
from server.store.writing.connections import Connections
from server.store.writing.exchange_changes import Finder, KeepExchange, no_findings
from server.store.writing.exchange_ids import ExchangeIds
from server.store.writing.lost_exchanges import Lost
from server.store.writing.outage import Outage
from server.store.writing.writer import Writer

T = TypeVar("T")

ALL_ROWS: Final = ExchangeFilter()
DEFAULT_CAP_BYTES: Final = 500 * 1024 * 1024
# The largest integer in SQLite; a URL may contain a larger one.
LARGEST_ID: Final = 2**63 - 1


class Store:
    """Everything that is kept; every method may be called from any thread.

    With `path` None it is kept in memory. `cap_bytes` limits the size of the file, and `keep_days` the age of
    exchanges (0 does not). Both may be changed at any time: the oldest exchanges are deleted with the next
    write. `find` returns the codes of the findings of an exchange, which are kept with it.
    """

    def __init__(
        self,
        path: Path | None,
        *,
        cap_bytes: int = DEFAULT_CAP_BYTES,
        on_outage: Callable[[], None] = lambda: None,
        find: Finder = no_findings,
    ) -> None:
        self.cap_bytes = cap_bytes
        self.keep_days = 0
        self._path = path
        self._connections = Connections(path)
        self._on_outage = on_outage
        self._find = find
        self._last_outage: Outage | None = None
        self._pending: dict[int, Exchange] = {}
        self._closed = False
        self.health = StoreHealth(
            self._connections.path,
            writing=self._connections.writing,
            on_rescue=self._rescued,
            on_failure=self._not_rescued,
        )
        self._writer = Writer(
            self._connections,
            at_end=self._make_room,
            on_change=self._outage_changed,
        )
        self._ids = ExchangeIds(self._writer)
        self._tables = TableAccess(self._connections, self._writer, self.health)
        self.settings = Settings(self._tables)
        self.recent = Recent(self._tables)
        self.projects = Projects(self._tables)
        self.trust = Trust(self._tables)
        self.mail = Mail(self._tables)
        self.marks = Marks(self._tables)
        self.predictions = Predictions(self._tables)
        self.verdicts = Verdicts(self._tables, self._keep)
        self.results = InterpreterResults(self._tables)

    @property
    def problem(self) -> Problem | None:
        """Return what is wrong with the file, in the language of the current request; None if nothing is."""
        reason = self._connections.reason
        return self.outage_problem or (reason() if reason is not None else None)

    @property
    def outage_problem(self) -> Problem | None:
        """Return why nothing is kept at present, in the language of the current request; None if all is."""
        outage = self._writer.outage
        if outage is None or self._path is None:
            return None
        wanted = room.wanted(self._writer.held_bytes)
        return problems.not_kept(str(self._path), outage, wanted, room.free(self._path.parent))

    @property
    def misfits(self) -> Problem | None:
        """Return that values are left out, in the language of the current request; None if none are."""
        return problems.set_aside() if self.health.set_aside.found else None

    @property
    def used_bytes(self) -> int:
        """Return how many bytes of the file are in use; 0 if that cannot be read."""
        return self._tables.read_with(history.used_bytes, 0)

    def lost(self, guest: str) -> Lost:
        """Return how many exchanges of a guest are kept no longer."""
        return self._writer.lost.of(guest)

    def next_id(self) -> int:
        """Return an id that no exchange has; within one process ids increase. It never raises."""
        return self._ids.next()

    def add(self, exchange: Exchange, then: Callable[[], None] = lambda: None) -> None:
        """Store an exchange, and call `then` once it is written. It can be read at once.

        While the file cannot be written it is kept in memory; `outage_problem` says so before that.
        """
        self._keep(exchange, then)

    def handle(
        self, notification: Notification, then: Callable[[Notification], None] = lambda _notification: None
    ) -> None:
        """Keep the exchange or the mail of a notification, and link mail to the exchange that sent it.

        Pass the notification to `then` once that is written, so that a page shows only what is kept.
        """
        match notification:
            case ExchangeFinished(exchange):
                self.add(exchange, lambda: then(notification))
                for event in exchange.of("mail"):
                    if event.body["letter"] is not None:
                        self.mail.set_exchange(event.body["letter"], exchange.id)
            case ExchangeUpdated(exchange):
                self.add(exchange, lambda: then(notification))
            case MailCaught(message):
                self.mail.add(message)
                then(notification)
            case _:
                then(notification)

    def rows(
        self,
        rows: ExchangeFilter = ALL_ROWS,
        before: int | None = None,
        limit: int = 100,
        order: SortOrder = NEWEST_FIRST,
        skip: int = 0,
    ) -> tuple[ExchangeRow, ...]:
        """Return rows in an order, of ids below `before`, without the first `skip` ones."""
        if self._pending:
            self.flush()
        if before is not None:
            before = min(max(before, 0), LARGEST_ID)
        part = RowRange(limit=limit, before=before, order=order, skip=skip)

        def select(connection: sqlite3.Connection) -> tuple[ExchangeRow, ...]:
            return history.select(connection, rows, part, self.health.set_aside)

        nothing: tuple[ExchangeRow, ...] = ()
        both = (*self._read_also_file(select, nothing), *self._tables.read_with(select, nothing))
        found = {row.id: row for row in both}
        if order != NEWEST_FIRST:
            return tuple(found.values())[:limit]
        return tuple(sorted(found.values(), key=lambda row: row.id, reverse=True)[:limit])

    def search_contents(
        self, rows: ExchangeFilter, before: int | None = None, limit: int = 100
    ) -> tuple[tuple[ExchangeRow, ...], int | None]:
        """Return rows of exchanges with the text of the filter anywhere, and the id to go on before."""
        if self._pending:
            self.flush()
        part = RowRange(limit=limit, before=None if before is None else min(max(before, 0), LARGEST_ID))
        nothing: tuple[tuple[ExchangeRow, ...], int | None] = ((), None)

        def search(connection: sqlite3.Connection) -> tuple[tuple[ExchangeRow, ...], int | None]:
            return search_contents(connection, rows, part, self.health.set_aside)

        return self._tables.read_with(search, nothing)

    def row(self, id: int) -> ExchangeRow | None:  # noqa: A002 - it is the exchange's id
        """Return the row of the exchange of that id, or None."""
        if id in self._pending:
            self.flush()

        def select(connection: sqlite3.Connection) -> ExchangeRow | None:
            if is_removed(connection, id):
                return None
            return history.select_row(connection, id, self.health.set_aside)

        return self._tables.read_with(select, None) or self._read_also_file(select, None)

    def exchange(self, id: int) -> Exchange | None:  # noqa: A002 - it is the exchange's id
        """Return the exchange of that id, or None; one that is being written is returned once it is."""
        if not 0 <= id <= LARGEST_ID:
            return None
        if id in self._pending:
            self.flush()

        def select(connection: sqlite3.Connection) -> Exchange | None:
            if is_removed(connection, id):
                return None
            return history.select_exchange(connection, id, self.health.set_aside)

        return self._tables.read_with(select, None) or self._read_also_file(select, None)

    def unreadable(self, id: int) -> Problem | None:  # noqa: A002 - it is the exchange's id
        """Return that an exchange is in the lists but cannot be shown; None if it is not, or can be."""
        if not 0 <= id <= LARGEST_ID or self.exchange(id) is not None:
            return None

        def is_listed(connection: sqlite3.Connection) -> bool:
            return history.select_row(connection, id) is not None and not is_removed(connection, id)

        listed = self._tables.read_with(is_listed, False) or self._read_also_file(is_listed, False)
        return problems.unreadable_contents() if listed else None

    def ensure(self, exchange: Exchange) -> None:
        """Return once an exchange is written; store it if that has not been asked for yet."""
        self.flush()
        if self.exchange(exchange.id) is None:
            self.add(exchange)
            self.flush()

    def read_snapshot(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Return what `work` returns for a connection on which everything stays as it is now."""
        path = self._connections.path
        if path is None:
            return self._connections.read(work)
        with closing(open_snapshot(path)) as connection:
            return work(connection)

    def replace(self, fresh: Path) -> Path:
        """Replace all contents of the file by those of another one; return the copy of the earlier contents.

        RuntimeError if memory serves in the place of the file; OSError or sqlite3.Error if it fails.
        """
        path = self._connections.path
        self.flush()
        if path is None or self._writer.outage is not None:
            raise RuntimeError("there is no file whose contents could be replaced")
        with self._connections.writing:
            copy = replace_contents(path, fresh)
        self._ids.forget()
        return copy

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
        self.health.close()
        self.marks.purge_all()
        self._writer.close()
        self._connections.serve_from_file()
        self._connections.close()

    def _make_room(self, connection: sqlite3.Connection) -> Counter[str]:
        """Delete what is to be deleted at the end of a transaction; return how many exchanges had no room."""
        purge(connection)
        expire(connection, self.keep_days)
        return history.prune(connection, self.cap_bytes)

    def _keep(self, exchange: Exchange, then: Callable[[], None] = lambda: None) -> int:
        """Queue an exchange for writing, with a new id if it has none; return its id."""
        stored = exchange if exchange.id else replace(exchange, id=self.next_id())
        self._pending[stored.id] = stored

        def is_written() -> None:
            if self._pending.get(stored.id) is stored:
                del self._pending[stored.id]
            then()

        self._writer.post(KeepExchange(stored, self._find), is_written)
        return stored.id

    def _read_also_file(self, work: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        """Return what `work` returns for the file if memory serves in its place; else `otherwise`."""
        memory = self._connections.memory
        if memory is None or not memory.complete:
            return otherwise
        try:
            return self._connections.read_file(work)
        except sqlite3.Error:
            return otherwise

    def _outage_changed(self, outage: Outage | None) -> None:
        before = self._last_outage
        self._last_outage = outage
        if outage is None and before is not None and before.dropped:
            self._connections.reason = partial(problems.dropped, before.dropped)
        if outage is not None and outage.damaged:
            self.health.found_damage(outage.why)
        self._on_outage()

    def _rescued(self, recovery: Recovery) -> None:
        self._connections.reason = partial(problems.rescued, str(self._path), recovery)

    def _not_rescued(self, why: str) -> None:
        self._connections.reason = partial(problems.not_rescued, str(self._path), why)
