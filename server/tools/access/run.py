"""Request each page as each visitor, one after the other, and keep what each got."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from server.model.exchange import Exchange
from server.model.problem import Problem
from server.runner.requests.last_jobs import LastJobs

MOST_REQUESTS: Final = 2_000

Send = Callable[[str, str], Exchange | Problem]
"""Requests a path as a visitor; it may take its time."""
StartThread = Callable[[str, Callable[[], None]], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class AccessOutcome:
    """What one request got: a status, and where it redirects to; without a status, why there is none."""

    status: int | None
    location: str = ""
    exchange: int | None = None
    cause: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the page was shown."""
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004 - the statuses of success


class AccessRun:
    """The requests of one table; it may be read on any thread while it runs on another."""

    def __init__(self, paths: Sequence[str], visitors: Sequence[str], send: Send) -> None:
        self.visitors = tuple(dict.fromkeys(visitors))
        most = MOST_REQUESTS // max(1, len(self.visitors))
        self.paths = tuple(dict.fromkeys(paths))[:most]
        self._send = send
        self._outcomes: dict[tuple[str, str], AccessOutcome] = {}
        self._ended = threading.Event()
        self._cancelled = threading.Event()

    @property
    def total(self) -> int:
        """How many requests there are."""
        return len(self.paths) * len(self.visitors)

    @property
    def done(self) -> int:
        """How many requests have been answered."""
        return len(self._outcomes)

    @property
    def has_ended(self) -> bool:
        """Whether no further request is sent."""
        return self._ended.is_set()

    @property
    def was_cancelled(self) -> bool:
        """Whether it was ended before all requests were sent."""
        return self._cancelled.is_set() and self.done < self.total

    def outcome(self, path: str, visitor: str) -> AccessOutcome | None:
        """Return what a visitor got, None as long as nothing was requested."""
        return self._outcomes.get((path, visitor))

    def cancel(self) -> None:
        """Send no further request."""
        self._cancelled.set()

    def work(self) -> None:
        """Send the requests until all are answered or it is cancelled."""
        try:
            for path in self.paths:
                for visitor in self.visitors:
                    if self._cancelled.is_set():
                        return
                    self._outcomes[path, visitor] = outcome_of(self._send(path, visitor))
        finally:
            self._ended.set()


class AccessRuns(LastJobs[AccessRun]):
    """The last run of each guest."""

    def start(self, guest: str, run: AccessRun, start_thread: StartThread) -> AccessRun:
        """Start a run; return the one of that guest which has not ended, if there is one."""
        current = self._take(guest, run)
        if current is run:
            start_thread(f"access-{guest}", run.work)
        return current


def outcome_of(answer: Exchange | Problem) -> AccessOutcome:
    """Return what an answer says about access."""
    if isinstance(answer, Problem):
        return AccessOutcome(status=None, cause=answer.cause)
    response = answer.response
    if response is None:
        return AccessOutcome(status=None, exchange=answer.id)
    location = next((value for name, value in response.headers if name.lower() == "location"), "")
    return AccessOutcome(status=response.status, location=location[:300], exchange=answer.id)
