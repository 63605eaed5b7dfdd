"""Runs jobs one after another on a thread, so that subscribers never block the threads that watch guests."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from typing import Final

log = logging.getLogger(__name__)

BACKLOG: Final = 512
# About the bytes of memory that the exchanges of waiting jobs take.
BACKLOG_WEIGHT: Final = 64 << 20
PATIENCE_SECONDS: Final = 5.0


class NotificationQueue:
    """A thread that runs jobs in the order in which they were posted, and logs exceptions of a job."""

    def __init__(self) -> None:
        self._jobs: deque[tuple[Callable[[], None], int]] = deque()
        self._weight = 0
        self._changed = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="guests-notifications", daemon=True)
        self._thread.start()

    def post(self, job: Callable[[], None], *, patient: bool = False, weight: int = 0) -> None:
        """Append a job, which holds about `weight` bytes.

        With `patient`, wait up to PATIENCE_SECONDS while BACKLOG jobs or BACKLOG_WEIGHT are waiting, to slow
        down a guest that floods us; never on the queue's own thread.
        """
        with self._changed:
            if patient and threading.current_thread() is not self._thread:
                self._changed.wait_for(lambda: self._has_room(weight), PATIENCE_SECONDS)
            self._jobs.append((job, weight))
            self._weight += weight
            self._changed.notify_all()

    def close(self, seconds: float) -> None:
        """Run the jobs that are waiting, then end the thread; wait for that at most `seconds`."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        if threading.current_thread() is not self._thread:
            self._thread.join(seconds)

    def _has_room(self, weight: int) -> bool:
        return not self._jobs or (len(self._jobs) < BACKLOG and self._weight + weight <= BACKLOG_WEIGHT)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._jobs or self._closing)
                if not self._jobs:
                    return
                job, weight = self._jobs.popleft()
                self._weight -= weight
                self._changed.notify_all()
            try:
                job()
            except Exception:
                log.exception("a subscriber failed to handle a notification")
