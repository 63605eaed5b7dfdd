"""The guest's side of the channel: a bounded queue, and one thread that sends it in batches.

The guest never waits for the host. While events arrive, the thread looks into the queue every few
milliseconds, which costs a request nothing; waking it for each event would make the guest's threads wait for
the interpreter. It encodes and sends when nothing was added between two looks, and after a few looks in any
case. It encodes in short slices with pauses between them, so that a request that comes meanwhile need not
wait until Python takes the interpreter away from this thread, which may take 5 milliseconds. When the queue
stays empty it sleeps until the next event. Only when the host itself sent the request and waits for its
result does the end of an exchange wake the thread at once. The thread is one of the operating system, also
where the guest runs on greenlets.
"""

from __future__ import annotations

import contextlib
import os
from collections import deque
from typing import TYPE_CHECKING, Any, Callable, Union

from .clock import clock
from .encoding import encode_event, encode_message
from .framing import FRAME_LIMIT, frame
from .native_threads import Signal, allocate_lock, sleep, start_thread

if TYPE_CHECKING:
    from .event import Event
    from .guarded_connection import ByteStream

Item = Union["Event", "dict[str, Any]"]

PAUSE_SECONDS = 0.003
BUSY_PAUSES = 5
# It encodes for so long, and lets the guest's threads run; after PATIENCE_SECONDS it does the rest at once.
SLICE_SECONDS = 0.0002
YIELD_SECONDS = 0.00005
PATIENCE_SECONDS = 0.02
QUIET_PAUSES = 30
FRAMES_PER_SEND = 16
BATCH_BYTES = 256 * 1024
QUEUE_LIMIT = 20_000
# Without its start and its end, nothing of an exchange can be shown: these find room for longer.
ESSENTIAL_KIND = "wsgi"
ESSENTIAL_LIMIT = 100_000
ENVELOPE_LIMIT = 512 * 1024

assert ENVELOPE_LIMIT + BATCH_BYTES < FRAME_LIMIT  # noqa: S101 - a batch always fits into a frame


class Channel:
    """Sends events and messages in the order they were put; those put into a full queue are lost."""

    def __init__(self, connection: ByteStream) -> None:
        self._connection = connection
        self._queue: deque[Item] = deque()
        self._sending = allocate_lock()
        self._wake = Signal()
        self._urgent = Signal()
        self._expected = 0
        self._asleep = True
        self._open = True
        # Called once, on the thread that sends, as soon as nothing has been sent for a while; it returns a
        # message.
        self.at_rest: Callable[[], dict[str, Any]] | None = None
        start_thread(self._write)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._reset_after_fork)

    def _reset_after_fork(self) -> None:
        """Close the channel in a forked child, which has no sender thread and must not write into ours."""
        self._open = False
        self._queue.clear()
        with contextlib.suppress(OSError):
            self._connection.close()

    def put(self, item: Item) -> bool:
        """Queue an event, or a message as a dict; return False if it was lost."""
        if not self._open or (waiting := len(self._queue)) >= ESSENTIAL_LIMIT:
            return False
        if waiting >= QUEUE_LIMIT and not isinstance(item, dict) and item.kind != ESSENTIAL_KIND:
            return False
        self._queue.append(item)
        if self._expected and isinstance(item, dict):
            self._expected -= 1
            self._urgent.set()
        if self._asleep:
            self._wake.set()
        return True

    def expect(self, count: int) -> None:
        """Send the ends of the next `count` exchanges at once, for the host waits for them."""
        self._expected += count

    def flush(self, seconds: float) -> None:
        """Send what is queued now; block for at most `seconds`."""
        if self._open and self._sending.acquire(timeout=seconds):
            try:
                self._connection.settimeout(seconds)
                self._send_queued()
            except OSError:
                self._open = False
            finally:
                self._sending.release()

    def _write(self) -> None:
        while self._open:
            self._wake.wait()
            self._asleep = False
            quiet = busy = previous = 0
            while quiet < QUIET_PAUSES:
                urgent = self._pause()
                waiting = len(self._queue)
                if not waiting:
                    quiet += 1
                    continue
                quiet = 0
                busy += 1
                if waiting != previous and busy < BUSY_PAUSES and not urgent:
                    previous = waiting
                    continue
                busy = previous = 0
                try:
                    with self._sending:
                        self._send_queued(patient=not urgent)
                except OSError:
                    self._open = False
                    self._queue.clear()
                    return
            at_rest, self.at_rest = self.at_rest, None
            if at_rest is not None:
                with contextlib.suppress(Exception):  # what it reads is the guest's
                    self._queue.append(at_rest())
            self._asleep = True
            if self._queue:
                self._wake.set()

    def _pause(self) -> bool:
        """Wait for a moment; return True if the wait was cut short for something that the host waits for."""
        return self._urgent.wait(PAUSE_SECONDS)

    def _send_queued(self, *, patient: bool = False) -> None:
        """Send what is queued now, all at once: one burst disturbs fewer requests than many small sends.

        If `patient`, let other threads run now and then.
        """
        frames: list[bytes] = []
        batch: list[bytes] = []
        size = 0
        started = clock.monotonic()
        slice_end = started + SLICE_SECONDS
        for _ in range(len(self._queue)):
            if patient and (now := clock.monotonic()) > slice_end:
                patient = now - started < PATIENCE_SECONDS
                sleep(YIELD_SECONDS)
                slice_end = clock.monotonic() + SLICE_SECONDS
            item = self._queue.popleft()
            message = isinstance(item, dict)
            data = (
                encode_message(item, ENVELOPE_LIMIT)
                if isinstance(item, dict)
                else encode_event(item, ENVELOPE_LIMIT)
            )
            if batch and (message or size + len(data) > BATCH_BYTES):
                frames.append(frame(events_message(batch)))
                batch, size = [], 0
            if message:
                frames.append(frame(data))
                if len(frames) >= FRAMES_PER_SEND:
                    self._connection.sendall(b"".join(frames))
                    frames = []
            else:
                batch.append(data)
                size += len(data)
        if batch:
            frames.append(frame(events_message(batch)))
        if frames:
            self._connection.sendall(b"".join(frames))


def events_message(batch: list[bytes]) -> bytes:
    """Return the message that carries these encoded events."""
    return b'{"type":"events","events":[' + b",".join(batch) + b"]}"
