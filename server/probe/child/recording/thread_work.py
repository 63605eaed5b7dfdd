"""What is recorded outside of the threads that answer requests.

A thread that a request started has a `ThreadWork`: its events belong to the exchange, also for a while after
its end. All other threads, and the import of the app, have a `Background`: its events belong to no exchange.
"""

from __future__ import annotations

import threading
from itertools import count
from typing import TYPE_CHECKING

from .clock import clock
from .native_threads import get_ident
from .recorder import THREAD_KINDS, Exchange, Recorder, current_exchange, thread_name

if TYPE_CHECKING:
    from .channel import Channel
    from .event import Event

BACKGROUND_NUMBER = 0
# The background has so many events in a second; the others are counted.
BACKGROUND_LIMIT = 200


class ThreadWork(Exchange):
    """The part of an exchange that another thread does; its state is its own, its numbers are shared."""

    __slots__ = ("name", "parent")

    def __init__(self, parent: Exchange) -> None:
        super().__init__(parent.number, parent._channel)
        self.started = parent.started
        self._numbers = parent._numbers
        self._faults = parent._faults
        self.parent = parent
        # The name of the thread, once it runs.
        self.name = ""
        parent.works.add(self)

    def put(self, event: Event) -> None:
        """Send an event of a kind that threads report, with the name of the thread."""
        if event.kind in THREAD_KINDS:
            self.parent.put(event._replace(thread=self.name))

    def is_over(self) -> bool:
        """Return whether its exchange accepts nothing any more."""
        return self.parent.is_over()

    def counts_rows(self) -> bool:
        """Return whether its exchange is still open."""
        return not self.parent.closed

    def finish(self) -> None:
        """Note that the thread has done this work; tell the host if it was the last after the end."""
        works = self.parent.works
        works.discard(self)
        if self.parent.closed and not works:
            self._channel.expect(1)
            self._channel.put({"type": "rested", "exchange": self.number})


class Background(Exchange):
    """What one thread does outside of any exchange, until the process ends."""

    __slots__ = ("_stream", "name")

    def __init__(self, stream: BackgroundStream) -> None:
        super().__init__(BACKGROUND_NUMBER, stream.channel)
        self.started = stream.started
        self._numbers = stream.numbers
        self._stream = stream
        self.name = thread_name()

    def put(self, event: Event) -> None:
        """Send an event of a kind that threads report, with the name of the thread."""
        if event.kind in THREAD_KINDS:
            self._stream.put(event._replace(thread=self.name))

    def counts_rows(self) -> bool:
        """Return False: it never ends."""
        return False


class BackgroundStream:
    """The events of all threads outside of any exchange; of too many in one second some are only counted."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.started = clock.monotonic()
        self.numbers = count(1)
        self._second = 0
        self._sent = 0
        self._omitted = 0

    def put(self, event: Event) -> None:
        """Send an event, or count it."""
        second = int(event.at)
        if second != self._second:
            self._second, self._sent = second, 0
            if self._omitted:
                self._report_omitted(event)
        if self._sent < BACKGROUND_LIMIT and self.channel.put(event):
            self._sent += 1
        else:
            self._omitted += 1

    def _report_omitted(self, event: Event) -> None:
        problem = f"more than {BACKGROUND_LIMIT} events in a second"
        body = {"sensor": "background", "problem": problem, "lost": self._omitted}
        self._omitted = 0
        self.channel.put(
            event._replace(
                seq=next(self.numbers), kind="probe-fault", took=None, caller=None, family=None, body=body
            )
        )


class BackgroundOfThread(threading.local):
    """The background of the current thread; it is made when something is recorded in it."""

    work: Background | None = None


_of_thread = BackgroundOfThread()
_streams: list[BackgroundStream] = []


def start_background(channel: Channel) -> None:
    """Record from now on what happens outside of any exchange, in every thread of this process."""
    _streams[:] = [BackgroundStream(channel)]


def current_work() -> Exchange | None:
    """Return the exchange of this thread, or its work for one, or else its background.

    None where no background is recorded.
    """
    work = current_exchange()
    if work is not None and not work.is_over():
        return work
    if not _streams:
        return None
    background = _of_thread.work
    if background is None:
        background = _of_thread.work = Background(_streams[0])
    return background


def hand_on() -> ThreadWork | None:
    """Return the work of a thread that the current one starts for its exchange; None if there is none."""
    work = current_exchange()
    if work is None or work.is_over():
        return None
    return ThreadWork(work.parent if isinstance(work, ThreadWork) else work)


def start_work(work: ThreadWork, name: str) -> None:
    """Make this work the current one of the thread that does it, which has this name."""
    work.name = name
    work.thread_id = get_ident()
    Recorder.set_current(work)
