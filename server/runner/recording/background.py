"""Keeps the last events that a guest reported outside of any exchange."""

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Final

from server.model.background import BackgroundEvent
from server.model.event import Event
from server.runner.recording.weight import weight_of
from server.runner.redaction.events import redact_events

# The number that events of the background have in place of an exchange's.
NUMBER: Final = 0
EVENT_LIMIT: Final = 500
WEIGHT_LIMIT: Final = 4 << 20


class BackgroundLog:
    """The last events of the background of one run; safe between threads.

    `clock` gives seconds since the epoch. Their times are counted from the first one that came.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._started: float | None = None
        self._events: deque[tuple[BackgroundEvent, int]] = deque()
        self._weight = 0
        self._lock = threading.Lock()

    def take(self, event: Event) -> None:
        """Add an event, redacted; forget the oldest ones where there are too many."""
        (redacted,) = redact_events((event,))
        weight = weight_of(event)
        with self._lock:
            if self._started is None:
                self._started = self._clock() - event.at / 1000
            self._events.append(
                (BackgroundEvent(time=self._started + event.at / 1000, event=redacted), weight)
            )
            self._weight += weight
            while len(self._events) > EVENT_LIMIT or (len(self._events) > 1 and self._weight > WEIGHT_LIMIT):
                self._weight -= self._events.popleft()[1]

    def events(self) -> tuple[BackgroundEvent, ...]:
        """Return what is kept, the oldest first."""
        with self._lock:
            return tuple(event for event, _weight in self._events)
