"""The current exchange, and the numbering of the events in it."""

from __future__ import annotations

import itertools
import time
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from .event import Event

if TYPE_CHECKING:
    from .channel import Channel

EVENT_LIMIT = 2_000
FAULTS_PER_SENSOR = 3

_current: ContextVar[Exchange | None] = ContextVar("fumehood_exchange", default=None)
current_exchange = _current.get


class Exchange:
    """One request while the guest handles it; times are seconds of `perf_counter`.

    A thread that the guest starts has no current exchange, so the sensors report nothing from it.
    """

    __slots__ = (
        "_channel",
        "_faults",
        "_numbers",
        "closed",
        "data",
        "exception_origins",
        "handler_answered",
        "lost",
        "number",
        "pending_hooks",
        "phase",
        "sent",
        "started",
    )

    def __init__(self, number: int, channel: Channel) -> None:
        self.number = number
        self.started = time.perf_counter()
        # The kind of function that Flask calls now (`before_request`, `view` ...), None between such phases.
        self.phase: str | None = None
        # The registered hooks of this phase that Flask has not called yet; None until the first is called.
        self.pending_hooks: list[Any] | None = None
        # Whether an error handler of the guest answered the exception that Flask handles now.
        self.handler_answered = False
        # The kind of code that each exception came from (`hook`, `view` ...), by the exception's id.
        self.exception_origins: dict[int, str] = {}
        # What the sensors keep for this exchange, by kind.
        self.data: dict[str, Any] = {}
        self.closed = False
        self.sent = 0
        self.lost = 0
        self._faults: dict[str, int] = {}
        self._numbers = itertools.count(1)
        self._channel = channel

    def start_span(self) -> tuple[int, float]:
        """Return the sequence number and the start time of something that starts now."""
        return next(self._numbers), time.perf_counter()

    @staticmethod
    def now() -> float:
        """Return the current time in the form that `emit` accepts as an end."""
        return time.perf_counter()

    def emit(  # noqa: PLR0913 - an envelope has that many parts
        self,
        kind: str,
        span: tuple[int, float],
        body: Any,
        *,
        timed: bool = True,
        ended: float | None = None,
        caller: dict[str, Any] | None = None,
        family: str | None = None,
    ) -> None:
        """Report what started at `span` and ended now, or at `ended`; without a duration if not `timed`."""
        if self.closed:
            return
        seq, started = span
        took = ((time.perf_counter() if ended is None else ended) - started) if timed else None
        event = Event(self.number, seq, kind, started - self.started, took, caller, family, body)
        if self.sent < EVENT_LIMIT and self._channel.put(event):
            self.sent += 1
        else:
            self.lost += 1

    def report_fault(self, sensor: str, error: BaseException) -> None:
        """Report that a sensor failed; after a few faults of one sensor the others are not reported."""
        count = self._faults.get(sensor, 0) + 1
        self._faults[sensor] = count
        if count <= FAULTS_PER_SENSOR:
            try:
                problem = f"{type(error).__name__}: {error}"[:300]
            except Exception:
                problem = type(error).__name__
            self.emit(
                "probe-fault",
                self.start_span(),
                {"sensor": sensor, "problem": problem, "lost": 0},
                timed=False,
            )

    def finish(self) -> None:
        """Send the end of the exchange, once; nothing is recorded in it afterwards."""
        if self.closed:
            return
        self.closed = True
        took = round((time.perf_counter() - self.started) * 1000, 4)
        self._channel.put(
            {"type": "end", "exchange": self.number, "took": took, "events": self.sent, "lost": self.lost}
        )


class Recorder:
    """Starts exchanges, and numbers them from 1."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._numbers = itertools.count(1)

    def start_exchange(self) -> Exchange:
        """Start an exchange and make it the current one of this thread's context."""
        exchange = Exchange(next(self._numbers), self._channel)
        _current.set(exchange)
        return exchange

    @staticmethod
    def set_current(exchange: Exchange | None) -> None:
        """Make this exchange, or none, the current one of this context."""
        _current.set(exchange)
