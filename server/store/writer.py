"""The one thread that writes, in batches."""

import logging
import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

log = logging.getLogger(__name__)

BATCH: Final = 100
BACKLOG: Final = 2000

Job = Callable[[sqlite3.Connection], Any]


@dataclass(slots=True)
class _QueuedJob:
    """A job somebody waits for."""

    job: Job
    after: Callable[[], None] | None = None
    done: threading.Event = field(default_factory=threading.Event)
    result: Any = None
    error: BaseException | None = None


class Writer:
    """Does jobs in the order given, many to a transaction; `lock` is held while it uses the connection.

    `at_end` is done at the end of each transaction, within it. `on_error` is told what SQLite said when a
    batch failed; jobs that nobody waited for are then lost.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        lock: threading.RLock,
        at_end: Job,
        on_error: Callable[[sqlite3.Error], None],
    ) -> None:
        self._connection = connection
        self._lock = lock
        self._at_end = at_end
        self._on_error = on_error
        self._jobs: deque[_QueuedJob] = deque()
        self._changed = threading.Condition()
        self._busy = False
        self._closing = False
        self._thread = threading.Thread(target=self._run_batches, name="store-writer", daemon=True)
        self._thread.start()

    def post(self, job: Job, after: Callable[[], None]) -> None:
        """Have a job done soon, and `after` once it is written, or has failed; waits if very many wait."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._jobs) < BACKLOG or self._closing)
            self._enqueue(_QueuedJob(job, after))

    def run(self, job: Job) -> Any:
        """Do a job now, after those posted before, and give its result or raise its error."""
        queued = _QueuedJob(job)
        with self._changed:
            self._enqueue(queued)
        queued.done.wait()
        if queued.error is not None:
            raise queued.error
        return queued.result

    def flush(self) -> None:
        """Return when all that was posted is written."""
        with self._changed:
            self._changed.wait_for(lambda: not self._jobs and not self._busy)

    def close(self) -> None:
        """Write what is left, then end the thread."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join()

    def _enqueue(self, queued: _QueuedJob) -> None:
        if self._closing:
            raise RuntimeError("the store is closed")
        self._jobs.append(queued)
        self._changed.notify_all()

    def _run_batches(self) -> None:
        while True:
            with self._changed:
                self._busy = False
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._jobs or self._closing)
                if not self._jobs:
                    return
                batch = [self._jobs.popleft() for _ in range(min(len(self._jobs), BATCH))]
                self._busy = True
            self._write(batch)
            for queued in batch:
                if queued.after is not None:
                    queued.after()
                queued.done.set()

    def _write(self, batch: list[_QueuedJob]) -> None:
        """One transaction; a job that fails on its own is undone alone."""
        try:
            with self._lock:
                self._connection.execute("BEGIN IMMEDIATE")
                try:
                    for queued in batch:
                        self._run_job(queued)
                    self._at_end(self._connection)
                    self._connection.execute("COMMIT")
                except BaseException:
                    # For some errors, a full disk among them, SQLite has rolled back on its own.
                    if self._connection.in_transaction:
                        self._connection.execute("ROLLBACK")
                    raise
        except sqlite3.Error as error:
            for queued in batch:
                queued.error = queued.error or error
            self._on_error(error)

    def _run_job(self, queued: _QueuedJob) -> None:
        self._connection.execute("SAVEPOINT job")
        try:
            queued.result = queued.job(self._connection)
        except Exception as error:
            queued.error = error
            if isinstance(error, sqlite3.OperationalError) or not self._connection.in_transaction:
                raise
            self._connection.execute("ROLLBACK TO job")
            log.exception("a job of the store failed")
        self._connection.execute("RELEASE job")
