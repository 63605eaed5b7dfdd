"""Calls Fumehood's callbacks one after another, away from the threads that watch the guests."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from typing import Final

log = logging.getLogger(__name__)

BACKLOG: Final = 512
PATIENCE_SECONDS: Final = 5.0


class Dispatcher:
    """A thread that does jobs in the order posted; a job that raises is logged and the next one done."""

    def __init__(self) -> None:
        self._jobs: deque[Callable[[], None]] = deque()
        self._changed = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._work, name="guests-dispatcher", daemon=True)
        self._thread.start()

    def post(self, job: Callable[[], None], *, patient: bool = False) -> None:
        """Have a job done; with `patient` wait while too many are waiting, so that a flood is slowed."""
        with self._changed:
            if patient and threading.current_thread() is not self._thread:
                self._changed.wait_for(lambda: len(self._jobs) < BACKLOG, PATIENCE_SECONDS)
            self._jobs.append(job)
            self._changed.notify_all()

    def close(self, seconds: float) -> None:
        """Do what is waiting, then end; waits for that at most so long."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        if threading.current_thread() is not self._thread:
            self._thread.join(seconds)

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._jobs or self._closing)
                if not self._jobs:
                    return
                job = self._jobs.popleft()
                self._changed.notify_all()
            try:
                job()
            except Exception:
                log.exception("a callback failed")
