"""Threads that answer requests: several pools, so that requests that wait hold no thread of the others."""

import logging
import threading
from collections import deque
from dataclasses import dataclass
from typing import Final, Protocol

_log = logging.getLogger(__name__)

IDLE_SECONDS: Final = 30.0


class Task(Protocol):
    """A connection of Waitress on which a request is to be answered."""

    def service(self) -> None:
        """Answer the request; may take long."""

    def cancel(self) -> None:
        """Give the request up."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PoolSize:
    """The bounds of a pool: `threads` answer requests, and `waiting` others may wait for one of them."""

    threads: int
    waiting: int


class WorkerPool:
    """A pool of threads, which are started when they are needed and end when they have nothing to do.

    Methods may be called from any thread.
    """

    def __init__(self, name: str, size: PoolSize) -> None:
        self._name = name
        self._size = size
        self._changed = threading.Condition()
        # The following are read and written with `_changed` held.
        self._queue: deque[Task] = deque()
        self._threads: set[int] = set()
        self._idle = 0
        self._unfinished = 0
        self._stopped = False

    @property
    def threads(self) -> int:
        """How many threads there are now."""
        return len(self._threads)

    def offer(self, task: Task) -> bool:
        """Have a task run as soon as possible; return False if too many wait already, or after `stop`."""
        with self._changed:
            if self._stopped or self._unfinished >= self._size.threads + self._size.waiting:
                return False
            self._unfinished += 1
            self._queue.append(task)
            if len(self._queue) > self._idle and len(self._threads) < self._size.threads:
                self._start_thread()
            self._changed.notify()
            return True

    def stop(self) -> None:
        """Give up what waits, and let each thread end once it has answered its request."""
        with self._changed:
            self._stopped = True
            waiting = tuple(self._queue)
            self._queue.clear()
            self._changed.notify_all()
        for task in waiting:
            task.cancel()

    def wait(self, seconds: float) -> bool:
        """Return whether all threads end within so many seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._threads, seconds)

    def _start_thread(self) -> None:
        """Start one more thread; call it with `_changed` held."""
        number = next(number for number in range(len(self._threads) + 1) if number not in self._threads)
        thread = threading.Thread(
            target=self._work, args=(number,), name=f"{self._name}-{number}", daemon=True
        )
        try:
            thread.start()
        except RuntimeError:  # the system gives no more threads; those that run go on
            _log.exception("no thread can be started beside %s of %s", len(self._threads), self._name)
        else:
            self._threads.add(number)

    def _work(self, number: int) -> None:
        while (task := self._next(number)) is not None:
            try:
                task.service()
            except BaseException:
                _log.exception("a request could not be answered")
            with self._changed:
                self._unfinished -= 1
            del task

    def _next(self, number: int) -> Task | None:
        """Return what to do next; None if the thread of this number is to end."""
        with self._changed:
            self._idle += 1
            self._changed.wait_for(lambda: self._queue or self._stopped, IDLE_SECONDS)
            self._idle -= 1
            if self._queue:
                return self._queue.popleft()
            self._threads.discard(number)
            self._changed.notify_all()
            return None
