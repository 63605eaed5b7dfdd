"""Where requests of pages wait until their app has answered others: so many at once, in their order."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from server.model.notifications import SendWaits
from server.model.problem import Problem
from server.runner.requests import problems

AT_ONCE: Final = 8
MOST_WAITING: Final = 56
# How often a request that waits looks whether its page is still there.
_LOOK_SECONDS: Final = 0.5

Result = TypeVar("Result")


@dataclass(frozen=True, kw_only=True, slots=True)
class SendingPage:
    """The page that sends: `ticket` is its name for the request, and `is_gone` whether it was left."""

    ticket: str = ""
    is_gone: Callable[[], bool] = lambda: False


@dataclass(eq=False, slots=True)
class _Waiting:
    guest: str
    ticket: str
    told: int = 0
    cancelled: bool = False


class SendQueue:
    """Lets at most `at_once` requests to each app run; the others wait, at most `most_waiting` of all apps.

    `notify` is told how many requests are before one that waits, each time that changes. Methods may be
    called from any thread.
    """

    def __init__(
        self,
        notify: Callable[[SendWaits], None],
        *,
        at_once: int = AT_ONCE,
        most_waiting: int = MOST_WAITING,
    ) -> None:
        self._notify = notify
        self._at_once = at_once
        self._most_waiting = most_waiting
        self._changed = threading.Condition()
        self._running: dict[str, int] = {}
        self._waiting: list[_Waiting] = []
        self._closed = False

    def run(self, guest: str, sender: SendingPage, send: Callable[[], Result | Problem]) -> Result | Problem:
        """Send a request to an app once it is its turn; return a problem if it was cancelled before."""
        with self._changed:
            place = _Waiting(guest, sender.ticket)
            if len(self._waiting) >= self._most_waiting:
                return problems.too_many_waiting(self._most_waiting)
            self._waiting.append(place)
            self._tell()
            while not self._may_run(place):
                if self._closed or place.cancelled or sender.is_gone():
                    self._leave(place)
                    return problems.cancelled_before_sent()
                self._changed.wait(_LOOK_SECONDS)
            self._running[guest] = self._running.get(guest, 0) + 1
            self._leave(place)
        try:
            return send()
        finally:
            with self._changed:
                self._running[guest] -= 1
                if not self._running[guest]:
                    del self._running[guest]
                self._tell()
                self._changed.notify_all()

    def cancel(self, guest: str, ticket: str) -> bool:
        """Give up a request that waits; return whether there is one of that ticket."""
        with self._changed:
            for place in self._waiting:
                if (place.guest, place.ticket) == (guest, ticket) and ticket:
                    place.cancelled = True
                    self._changed.notify_all()
                    return True
        return False

    def close(self) -> None:
        """Give up what waits, and what is to be sent from now on; what is being answered is left alone."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _may_run(self, place: _Waiting) -> bool:
        return not self._closed and not place.cancelled and self._before(place) < self._at_once

    def _before(self, place: _Waiting) -> int:
        """Return how many requests to the same app run or wait before this one."""
        before = self._running.get(place.guest, 0)
        for other in self._waiting:
            if other is place:
                break
            before += other.guest == place.guest
        return before

    def _leave(self, place: _Waiting) -> None:
        self._waiting.remove(place)
        if place.told:
            self._notify(SendWaits(place.guest, place.ticket, 0))
        self._tell()
        self._changed.notify_all()

    def _tell(self) -> None:
        """Tell the page of each request that waits what has changed for it; call it with the lock held."""
        for place in self._waiting:
            before = self._before(place)
            if place.ticket and before >= self._at_once and before != place.told:
                place.told = before
                self._notify(SendWaits(place.guest, place.ticket, before))
