"""The threads on which Waitress answers requests: one for each request that is being answered.

Waitress's own dispatcher has a fixed number of threads, so as many open streams make all other requests wait.
Flask's development server starts a thread for each request; here a thread that has become idle is used again.
"""

from __future__ import annotations

import contextlib
import sys
import threading
from collections import deque
from typing import Any

KEPT_THREADS = 4
IDLE_SECONDS = 10.0


class TaskDispatcher:
    """Runs each task on an idle thread, or else on a new one; beyond `limit` threads, tasks wait for one.

    `KEPT_THREADS` threads stay when they are idle, the others end after `IDLE_SECONDS`.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._tasks: deque[Any] = deque()
        self._changed = threading.Condition(threading.Lock())
        # The following are read and written with `_changed` held.
        self._names: set[int] = set()
        self._idle = 0
        self._told = False

    def add_task(self, task: Any) -> None:
        """Have a task run as soon as possible; called on the thread of the server's loop, and on ours."""
        with self._changed:
            self._tasks.append(task)
            if len(self._tasks) <= self._idle:
                self._changed.notify()
                return
            reason = self._start_thread()
            tells = reason is not None and not self._told
            self._told = self._told or tells
        if tells:
            with contextlib.suppress(Exception):  # the guest may have replaced or closed it
                sys.stderr.write(f"{reason} Further requests wait until one of these has been answered.\n")

    def _start_thread(self) -> str | None:
        """Start a thread, or return why none can be started; call it with `_changed` held."""
        count = len(self._names)
        if count >= self._limit:
            return f"Fumehood's limit: {count} requests are being answered at the same time."
        name = next(number for number in range(count + 1) if number not in self._names)
        thread = threading.Thread(target=self._work, args=(name,), name=f"waitress-{name}", daemon=True)
        try:
            thread.start()
        except RuntimeError as error:
            return f"No thread can be started beside the {count} that answer requests: {error}."
        self._names.add(name)
        return None

    def _work(self, name: int) -> None:
        while True:
            with self._changed:
                while not self._tasks:
                    if not self._wait():
                        self._names.discard(name)
                        return
                task = self._tasks.popleft()
                self._told = self._told and bool(self._tasks)
            try:
                task.service()
            except BaseException:
                with contextlib.suppress(BaseException):  # a handler of the guest may raise
                    task.logger.exception("Exception when servicing %r", task)
            del task

    def _wait(self) -> bool:
        """Wait for a task; return False if this thread is to end. Call it with `_changed` held."""
        self._idle += 1
        surplus = len(self._names) > KEPT_THREADS
        woken = self._changed.wait(IDLE_SECONDS if surplus else None)
        self._idle -= 1
        return woken or bool(self._tasks) or len(self._names) <= KEPT_THREADS
