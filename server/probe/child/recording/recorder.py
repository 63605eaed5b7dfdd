"""The current exchange, and the numbering of the events in it."""

from __future__ import annotations

import contextlib
import threading
from contextvars import ContextVar
from itertools import count
from typing import TYPE_CHECKING, Any

from ..describe.exception_text import summarize
from .clock import clock
from .event import Event
from .event_quota import EventQuota
from .native_threads import get_ident

if TYPE_CHECKING:
    from .channel import Channel

FAULTS_PER_SENSOR = 3
# So many open exchanges are known, for their stacks.
OPEN_LIMIT = 1_000
# After the end of an exchange, so many events of its threads are still added to it, for so many seconds.
LATE_LIMIT = 200
LATE_SECONDS = 30.0
# What is reported outside of the thread that answers the request: the other kinds describe its answer.
THREAD_KINDS = frozenset(
    ("sql", "mail", "http", "cache", "job", "template", "signal", "log", "warning", "output", "probe-fault")
)

_current: ContextVar[Exchange | None] = ContextVar("fumehood_exchange", default=None)
current_exchange = _current.get
_open: dict[int, Exchange] = {}


class Exchange:
    """One request while the guest handles it; times are seconds of `clock.monotonic`."""

    __slots__ = (
        "_channel",
        "_faults",
        "_numbers",
        "_origins",
        "_quota",
        "closed",
        "data",
        "ended",
        "handler_answered",
        "late",
        "lost",
        "number",
        "pending_hooks",
        "phase",
        "sent",
        "started",
        "thread_id",
        "works",
    )

    def __init__(self, number: int, channel: Channel) -> None:
        self.number = number
        self.started = clock.monotonic()
        # The kind of function that Flask calls now (`before_request`, `view` ...), None between such phases.
        self.phase: str | None = None
        # The registered hooks of this phase that Flask has not called yet; None until the first is called.
        self.pending_hooks: list[Any] | None = None
        # Whether an error handler of the guest answered the exception that Flask handles now.
        self.handler_answered = False
        # The kind of code that each exception came from (`hook`, `view` ...), by the exception's id; the
        # exception is kept so that its id is not used again.
        self._origins: dict[int, tuple[BaseException, str]] = {}
        # What the sensors keep for this exchange, by kind.
        self.data: dict[str, Any] = {}
        self.closed = False
        # When it was closed.
        self.ended = 0.0
        # The thread that does it, by its number in the operating system's eyes.
        self.thread_id = get_ident()
        # What its threads do that have not finished.
        self.works: set[Exchange] = set()
        self.sent = 0
        self.late = 0
        self.lost = 0
        self._faults: dict[str, int] = {}
        self._numbers = count(1)
        self._quota = EventQuota()
        self._channel = channel

    def start_span(self) -> tuple[int, float]:
        """Return the sequence number and the start time of something that starts now."""
        return next(self._numbers), clock.monotonic()

    @staticmethod
    def now() -> float:
        """Return the current time in the form that `emit` accepts as an end."""
        return clock.monotonic()

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
        seq, started = span
        took = ((clock.monotonic() if ended is None else ended) - started) if timed else None
        self.put(Event(self.number, seq, kind, started - self.started, took, caller, family, body))

    def put(self, event: Event) -> None:
        """Send an event; after the end of the exchange only one that a thread may report, as a late one."""
        if not self.closed:
            if self._quota.admits(event):
                self._send(event)
        elif event.kind in THREAD_KINDS and not self.is_over():
            self.late += 1
            self._channel.put(event if event.thread is not None else event._replace(thread=thread_name()))

    def _send(self, event: Event) -> None:
        if self._channel.put(event):
            self.sent += 1
        else:
            self.lost += 1

    def is_over(self) -> bool:
        """Return whether nothing is added to it any more, not even by the threads that it started."""
        return self.closed and (self.late >= LATE_LIMIT or clock.monotonic() - self.ended > LATE_SECONDS)

    def counts_rows(self) -> bool:
        """Return whether something will come to report a statement whose rows are not fetched to the end."""
        return not self.closed

    def report_fault(self, sensor: str, error: BaseException) -> None:
        """Report that a sensor failed; after a few faults of one sensor the others are not reported."""
        count = self._faults.get(sensor, 0) + 1
        self._faults[sensor] = count
        if count <= FAULTS_PER_SENSOR:
            problem = summarize(error)
            self.emit(
                "probe-fault",
                self.start_span(),
                {"sensor": sensor, "problem": problem, "lost": 0},
                timed=False,
            )

    def note_origin(self, error: BaseException, place: str) -> None:
        """Remember the kind of code that an exception came from, unless an inner one is known."""
        self._origins.setdefault(id(error), (error, place))

    def origin_of(self, error: BaseException) -> str | None:
        """Return the kind of code that an exception came from; None if it is not known."""
        found = self._origins.get(id(error))
        return None if found is None else found[1]

    def finish(self) -> None:
        """Send the end of the exchange, once; nothing is recorded in it afterwards."""
        if self.closed:
            return
        self.ended = clock.monotonic()
        self.closed = True
        _open.pop(self.number, None)
        for event in self._quota.take_held():
            self._send(event)
        took = round((self.ended - self.started) * 1000, 4)
        self._channel.put(
            {
                "type": "end",
                "exchange": self.number,
                "took": took,
                "events": self.sent,
                "lost": self.lost,
                "left_out": self._quota.left_out,
                "threads": len(self.works),
            }
        )


def open_exchanges() -> list[Exchange]:
    """Return the exchanges that have started and not ended, the oldest first; may be called in any thread."""
    return list(_open.values())


def thread_name() -> str:
    """Return the name of the current thread; empty if Python's threading module does not know it."""
    thread = None
    # `current_thread` would make an unknown thread known, and a subclass may override `name`.
    with contextlib.suppress(Exception):  # the guest may have replaced both
        thread = threading._active.get(threading.get_ident())  # type: ignore[attr-defined]  # since Python 2
    return "" if thread is None else str(object.__getattribute__(thread, "__dict__").get("_name", ""))


class Recorder:
    """Starts exchanges, and numbers them from 1."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._numbers = count(1)

    def start_exchange(self) -> Exchange:
        """Start an exchange and make it the current one of this thread's context."""
        exchange = Exchange(next(self._numbers), self._channel)
        _open[exchange.number] = exchange
        if len(_open) > OPEN_LIMIT:  # a server that never closes a response leaves its exchange open
            _open.pop(next(iter(tuple(_open))), None)
        _current.set(exchange)
        return exchange

    @staticmethod
    def set_current(exchange: Exchange | None) -> None:
        """Make this exchange, or none, the current one of this context."""
        _current.set(exchange)
