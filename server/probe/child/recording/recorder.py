"""The exchange that is being recorded here and now, and the numbering of what happens in it."""

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
    """One request while it is being answered; `phase` says for whom Flask is calling functions right now.

    Times are seconds of `perf_counter`. A thread that the guest starts has no exchange, so it stays quiet.
    """

    __slots__ = (
        "_channel",
        "_faults",
        "_numbers",
        "answered",
        "closed",
        "data",
        "lost",
        "number",
        "origins",
        "phase",
        "registered",
        "sent",
        "started",
    )

    def __init__(self, number: int, channel: Channel) -> None:
        self.number = number
        self.started = time.perf_counter()
        self.phase: str | None = None
        self.registered: list[Any] | None = None
        self.answered = False
        self.origins: dict[int, str] = {}
        self.data: dict[str, Any] = {}
        self.closed = False
        self.sent = 0
        self.lost = 0
        self._faults: dict[str, int] = {}
        self._numbers = itertools.count(1)
        self._channel = channel

    def start_span(self) -> tuple[int, float]:
        """The place of something that begins now: its sequence number and its time."""
        return next(self._numbers), time.perf_counter()

    @staticmethod
    def now() -> float:
        """The time now, as `emit` takes it for an end."""
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
        """Report what began at `span` and ended now (or at `ended`); `timed` false: it has no duration."""
        if self.closed:
            return
        seq, began = span
        took = ((time.perf_counter() if ended is None else ended) - began) if timed else None
        event = Event(self.number, seq, kind, began - self.started, took, caller, family, body)
        if self.sent < EVENT_LIMIT and self._channel.put(event):
            self.sent += 1
        else:
            self.lost += 1

    def report_fault(self, sensor: str, error: BaseException) -> None:
        """Report that a sensor failed; one that keeps failing is counted and no longer reported."""
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

    def end(self) -> None:
        """Nothing more happens in this exchange."""
        if self.closed:
            return
        self.closed = True
        took = round((time.perf_counter() - self.started) * 1000, 4)
        self._channel.put(
            {"type": "end", "exchange": self.number, "took": took, "events": self.sent, "lost": self.lost}
        )


class Recorder:
    """Begins exchanges, numbering them from 1."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._numbers = itertools.count(1)

    def start_exchange(self) -> Exchange:
        """A new exchange, which is now the current one of this thread's context."""
        exchange = Exchange(next(self._numbers), self._channel)
        _current.set(exchange)
        return exchange

    @staticmethod
    def set_current(exchange: Exchange | None) -> None:
        """Make this exchange, or none, the current one."""
        _current.set(exchange)
