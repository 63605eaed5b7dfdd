"""Sends one request many times, in a row or several at once, and notes how long each answer took."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from server.model.exchange import Exchange
from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem
from server.runner.requests import problems
from server.runner.requests.last_jobs import LastJobs

MOST_REQUESTS: Final = 1_000
MOST_AT_ONCE: Final = 16
MOST_FAILURES: Final = 10
"""After so many requests without an answer the rest is not sent: the app has probably ended."""
IDEMPOTENT: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"})
"""Methods whose repetition is not meant to change anything more (RFC 9110, section 9.2.2)."""

StartThread = Callable[[str, Callable[[], None]], None]
Send = Callable[[OutgoingRequest], Exchange | Problem]


@dataclass(frozen=True, kw_only=True, slots=True)
class SeriesProgress:
    """How far a series is: `times` in milliseconds and `statuses` of the answers, in their order.

    `problems` are of requests without an answer; `seconds` is how long the series has taken so far.
    """

    times: tuple[float, ...]
    statuses: tuple[int, ...]
    problems: tuple[Problem, ...]
    seconds: float
    is_running: bool
    is_cancelled: bool

    @property
    def done(self) -> int:
        """How many requests are over, with or without an answer."""
        return len(self.times) + len(self.problems)


class RequestSeries:
    """The sending of one request `number` times, `at_once` of them at a time; safe between threads."""

    def __init__(self, outgoing: OutgoingRequest, send: Send, *, number: int, at_once: int) -> None:
        self.outgoing = outgoing
        self.number = min(number, MOST_REQUESTS)
        self.at_once = min(at_once, MOST_AT_ONCE, self.number)
        self._send = send
        self._lock = threading.Lock()
        self._answers: list[tuple[float, int]] = []
        self._problems: list[Problem] = []
        self._begun = 0
        self._working = self.at_once
        self._cancelled = False
        self._started = time.monotonic()
        self._ended: float | None = None

    def start(self, start_thread: StartThread) -> None:
        """Begin to send, each of the requests that run at once on a thread of its own."""
        for number in range(self.at_once):
            start_thread(f"series-{number}", self._work)

    def cancel(self) -> None:
        """Send no further request; those that are under way are still answered."""
        with self._lock:
            self._cancelled = True

    @property
    def has_ended(self) -> bool:
        """Whether no request is under way and none will be sent."""
        with self._lock:
            return not self._working

    @property
    def progress(self) -> SeriesProgress:
        """Return how far the series is."""
        with self._lock:
            end = time.monotonic() if self._ended is None else self._ended
            return SeriesProgress(
                times=tuple(took for took, _status in self._answers),
                statuses=tuple(status for _took, status in self._answers),
                problems=tuple(self._problems),
                seconds=end - self._started,
                is_running=self._working > 0,
                is_cancelled=self._cancelled,
            )

    def _work(self) -> None:
        try:
            while self._takes_one():
                answer = self._send(self.outgoing)
                with self._lock:
                    self._note(answer)
        finally:
            with self._lock:
                self._working -= 1
                if not self._working:
                    self._ended = time.monotonic()

    def _takes_one(self) -> bool:
        with self._lock:
            if self._cancelled or self._begun == self.number or len(self._problems) >= MOST_FAILURES:
                return False
            self._begun += 1
            return True

    def _note(self, answer: Exchange | Problem) -> None:
        if isinstance(answer, Problem):
            self._problems.append(answer)
        elif answer.response is not None and answer.took is not None:
            self._answers.append((answer.took, answer.response.status))
        else:
            self._problems.append(problems.no_whole_answer())


class SeriesByGuest(LastJobs[RequestSeries]):
    """The last series of each guest."""

    def begin(self, guest: str, series: RequestSeries, start_thread: StartThread) -> bool:
        """Start a series; return False if one of the guest is still running."""
        if self._take(guest, series) is not series:
            return False
        series.start(start_thread)
        return True
