"""The thread that writes to the database: in batches, and in memory while the file cannot be written."""

import logging
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final

from server.store.database import BUSY_SECONDS
from server.store.recovery.damage import is_damage
from server.store.writing.changes import Change
from server.store.writing.connections import Connections
from server.store.writing.journal import Journal
from server.store.writing.lost_exchanges import LostExchanges
from server.store.writing.outage import Cause, Outage, cause_of

log = logging.getLogger(__name__)

BATCH: Final = 100
BACKLOG: Final = 2000
RETRY_SECONDS: Final = 1.0
# A file that has to be opened again is checked then, which takes longer.
SLOW_RETRY_SECONDS: Final = 10.0


@dataclass(slots=True)
class Queued:
    """A change in the queue, and its result; `done` is set once it is written, in the file or in memory."""

    change: Change
    after: Callable[[], None] | None = None
    done: threading.Event = field(default_factory=threading.Event)
    result: Any = None
    error: BaseException | None = None


class Writer:
    """Runs changes in order, many in one transaction.

    `at_end` runs at the end of each transaction on the file, within it, and deletes exchanges; `lost` counts
    them by the guests that it returns. While the file cannot be written there is an `outage`: changes run in
    memory, are repeated on the file once that is possible, and nothing is raised. `on_change` is called with
    the outage when it begins, changes or ends.
    """

    def __init__(
        self,
        connections: Connections,
        at_end: Callable[[sqlite3.Connection], Mapping[str, int]],
        on_change: Callable[[Outage | None], None],
    ) -> None:
        self.outage: Outage | None = None
        self.lost = LostExchanges()
        self._connections = connections
        self._at_end = at_end
        self._on_change = on_change
        self._journal = Journal()
        self._retry_at = 0.0
        self._changes: deque[Queued] = deque()
        self._changed = threading.Condition()
        self._taken = 0
        self._finished = 0
        self._closing = False
        if connections.error is not None:
            self._begin_outage(connections.error, at_start=True)
        self._thread = threading.Thread(target=self._run_batches, name="store-writer", daemon=True)
        self._thread.start()

    def post(self, change: Change, after: Callable[[], None]) -> None:
        """Queue a change, and run `after` once it is written or has failed; wait while the queue is full."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._changes) < BACKLOG or self._closing)
            self._enqueue(Queued(change, after))

    def submit(self, change: Change) -> Queued:
        """Queue a change, and return it without waiting."""
        queued = Queued(change)
        with self._changed:
            self._enqueue(queued)
        return queued

    def run(self, change: Change) -> Any:
        """Run a change after those queued before it, wait, and return its result or raise its error."""
        queued = self.submit(change)
        queued.done.wait()
        if queued.error is not None:
            raise queued.error
        return queued.result

    def flush(self) -> None:
        """Block until everything queued so far is written, in the file or in memory."""
        with self._changed:
            wanted = self._taken
            self._changed.wait_for(lambda: self._finished >= wanted)

    def close(self) -> None:
        """Write what is left, then end the thread."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join()

    @property
    def held_bytes(self) -> int:
        """How many bytes wait in memory for the file."""
        return self._journal.held_bytes

    def _enqueue(self, queued: Queued) -> None:
        if self._closing:
            raise RuntimeError("the store is closed")
        self._changes.append(queued)
        self._taken += 1
        self._changed.notify_all()

    def _run_batches(self) -> None:
        while batch := self._next_batch():
            if self.outage is not None and time.monotonic() >= self._retry_at:
                self._try_file(self.outage)
            self._write(batch)
            for queued in batch:
                self._finish(queued)
            with self._changed:
                self._finished += len(batch)
                self._changed.notify_all()
        if self.outage is not None:
            self._try_file(self.outage, last=True)
        if self.outage is not None:
            log.warning("closed with %d changes that could not be written", len(self._journal))

    def _next_batch(self) -> list[Queued]:
        """Wait for changes, and for the file meanwhile; return nothing once the store is closing."""
        while True:
            with self._changed:
                seconds = None if self.outage is None else max(self._retry_at - time.monotonic(), 0)
                self._changed.wait_for(lambda: self._changes or self._closing, seconds)
                if self._changes or self._closing:
                    return [self._changes.popleft() for _place in range(min(len(self._changes), BATCH))]
            if self.outage is not None:
                self._try_file(self.outage)

    @staticmethod
    def _finish(queued: Queued) -> None:
        try:
            if queued.after is not None:
                queued.after()
        except Exception:
            log.exception("a subscriber of the store failed")
        queued.done.set()

    def _write(self, batch: list[Queued]) -> None:
        """Write a batch to the file; if it cannot be written now, to memory."""
        if self.outage is None:
            try:
                deleted = self._connections.write_file(lambda connection: self._run_all(connection, batch))
            except Exception as error:
                # An error without a known cause is treated like the others: nothing is lost, and it is shown.
                self._begin_outage(error)
            else:
                self.lost.add_deleted(deleted)
                return
        try:
            self._connections.write_memory(lambda connection: self._run_changes(connection, batch))
        except Exception as error:
            log.exception("a batch could not be kept in memory")
            for queued in batch:
                queued.error = queued.error or error
        self._remember(batch)

    def _remember(self, batch: list[Queued]) -> None:
        """Note the changes of a batch for the file, and what had to be dropped."""
        for queued in batch:
            if queued.error is None:
                self._journal.append(queued.change)
        if self.outage is not None and self._journal.dropped != self.outage.dropped:
            self.lost.add_unwritten(self._journal.take_lost())
            self._set_outage(replace(self.outage, dropped=self._journal.dropped))

    def _run_all(self, connection: sqlite3.Connection, batch: list[Queued]) -> Mapping[str, int]:
        self._run_changes(connection, batch)
        return self._at_end(connection)

    def _run_changes(self, connection: sqlite3.Connection, batch: list[Queued]) -> None:
        """Run changes; one that fails by itself is rolled back alone."""
        for queued in batch:
            queued.error = None
            queued.result, queued.error = _run_alone(connection, queued.change.run)
            if queued.error is not None and queued.after is not None:
                log.error("a change of the store failed", exc_info=queued.error)

    def _begin_outage(self, error: Exception, *, at_start: bool = False) -> None:
        log.error("the store cannot be written for now: %s", error)
        self._connections.set_patience(0)
        self._connections.serve_from_memory()
        self._journal = Journal()
        self._retry_at = time.monotonic() + RETRY_SECONDS
        damaged = isinstance(error, sqlite3.Error) and is_damage(error)
        cause = self._connections.cause_of(error)
        self._set_outage(Outage(cause=cause, why=str(error), at_start=at_start, damaged=damaged))

    def _try_file(self, outage: Outage, *, last: bool = False) -> None:
        """Write to the file what is in memory only, and use the file again; if that fails, wait again."""
        cause = outage.cause
        self._retry_at = time.monotonic() + (SLOW_RETRY_SECONDS if cause is Cause.OTHER else RETRY_SECONDS)
        if cause is Cause.FULL and not last and not self._connections.has_room(self._journal.held_bytes):
            return
        try:
            reopens = cause in (Cause.READ_ONLY, Cause.MOVED, Cause.OTHER)
            if reopens or self._connections.has_moved or self._connections.error is not None:
                self._connections.open_again()
            self._replay_batch()
            while len(self._journal):
                self._replay_batch()
        except Exception as error:
            found = self._connections.cause_of(error)
            if found is not cause:
                self._set_outage(replace(outage, cause=found, why=str(error)))
            return
        self._end_outage()

    def _replay_batch(self) -> None:
        changes = self._journal.first(BATCH)
        self.lost.add_deleted(self._connections.write_file(partial(self._replay, changes)))
        self._journal.remove_first(len(changes))

    def _replay(self, changes: list[Change], connection: sqlite3.Connection) -> Mapping[str, int]:
        # Written even without changes, so that a file that cannot be written is noticed.
        connection.execute("UPDATE counters SET value = value")
        for change in changes:
            _result, error = _run_alone(connection, change.replay)
            if error is not None:
                log.error("a change of the store failed when it was repeated", exc_info=error)
        return self._at_end(connection)

    def _end_outage(self) -> None:
        log.info("the store is written again")
        self._connections.set_patience(BUSY_SECONDS)
        self._connections.serve_from_file()
        self._set_outage(None)

    def _set_outage(self, outage: Outage | None) -> None:
        self.outage = outage
        try:
            self._on_change(outage)
        except Exception:
            log.exception("a subscriber of the store failed")


def _run_alone(
    connection: sqlite3.Connection, work: Callable[[sqlite3.Connection], Any]
) -> tuple[Any, Exception | None]:
    """Return the result of a change, or the error after which it alone was rolled back.

    An error of the whole file is raised.
    """
    connection.execute("SAVEPOINT change")
    result, failed = None, None
    try:
        result = work(connection)
    except Exception as error:
        if cause_of(error) is not None or not connection.in_transaction:
            raise
        failed = error
        connection.execute("ROLLBACK TO change")
    connection.execute("RELEASE change")
    return result, failed
