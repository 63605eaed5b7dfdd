"""The way out for events: a bounded queue and one thread that batches, so the guest never waits for the host.

While there is traffic the thread looks into the queue every few milliseconds, which costs a request nothing;
waking it for each event would make the guest's threads wait for the interpreter. It encodes and sends once
nothing was added between two looks, or after some looks in any case. After a quiet moment it sleeps.
Only where the host itself has sent the request, and waits, does the end of an exchange wake it.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from typing import TYPE_CHECKING, Any, Union

from .encoding import encode, encode_event
from .framing import FRAME_LIMIT, frame

if TYPE_CHECKING:
    import socket

    from .event import Event

Item = Union["Event", "dict[str, Any]"]

PAUSE_SECONDS = 0.003
BUSY_PAUSES = 8
QUIET_PAUSES = 30
FRAMES_TOGETHER = 16
BATCH_BYTES = 256 * 1024
QUEUE_LIMIT = 20_000
ENVELOPE_LIMIT = 512 * 1024

assert ENVELOPE_LIMIT + BATCH_BYTES < FRAME_LIMIT  # noqa: S101 - a batch fits into a frame whatever the limits


class Channel:
    """Sends events and messages in the order they were put; one that finds the queue full is lost."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._queue: deque[Item] = deque()
        self._sending = threading.Lock()
        self._wake = threading.Event()
        self._urgent = threading.Event()
        self._expected = 0
        self._asleep = True
        self._open = True
        threading.Thread(target=self._write, name="fumehood-channel", daemon=True).start()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._forked)

    def _forked(self) -> None:
        """A forked child is no guest of its own: it has no writer thread and must not mix into ours."""
        self._open = False
        self._queue.clear()
        self._connection.close()

    def put(self, item: Item) -> bool:
        """Queue an event, or a message as a dict; False says that it was lost."""
        if not self._open or len(self._queue) >= QUEUE_LIMIT:
            return False
        self._queue.append(item)
        if self._expected and isinstance(item, dict):
            self._expected -= 1
            self._urgent.set()
        if self._asleep:
            self._wake.set()
        return True

    def expect(self, count: int) -> None:
        """That many exchanges are waited for by the host: the next ones to end are sent at once."""
        self._expected += count

    def flush(self, seconds: float) -> None:
        """Send what is queued now, waiting for the host at most that long."""
        if self._open and self._sending.acquire(timeout=seconds):
            try:
                self._connection.settimeout(seconds)
                self._drain()
            except OSError:
                self._open = False
            finally:
                self._sending.release()

    def _write(self) -> None:
        while self._open:
            self._wake.wait()
            self._wake.clear()
            self._asleep = False
            quiet = busy = seen = 0
            while quiet < QUIET_PAUSES:
                urgent = self._pause()
                waiting = len(self._queue)
                if not waiting:
                    quiet += 1
                    continue
                quiet = 0
                busy += 1
                if waiting != seen and busy < BUSY_PAUSES and not urgent:
                    seen = waiting
                    continue
                busy = seen = 0
                try:
                    with self._sending:
                        self._drain()
                except OSError:
                    self._open = False
                    self._queue.clear()
                    return
            self._asleep = True
            if self._queue:
                self._wake.set()

    def _pause(self) -> bool:
        """Let the guest work for a moment; whether that was cut short, for something that is waited for."""
        urgent = self._urgent.wait(PAUSE_SECONDS)
        if urgent:
            self._urgent.clear()
        return urgent

    def _drain(self) -> None:
        """Send what is queued now; one burst disturbs fewer requests than many pauses do."""
        frames: list[bytes] = []
        batch: list[bytes] = []
        size = 0
        for _ in range(len(self._queue)):
            item = self._queue.popleft()
            message = isinstance(item, dict)
            data = encode(item) if isinstance(item, dict) else encode_event(item, ENVELOPE_LIMIT)
            if batch and (message or size + len(data) > BATCH_BYTES):
                frames.append(frame(events_of(batch)))
                batch, size = [], 0
            if message:
                frames.append(frame(data))
                if len(frames) >= FRAMES_TOGETHER:
                    self._connection.sendall(b"".join(frames))
                    frames = []
            else:
                batch.append(data)
                size += len(data)
        if batch:
            frames.append(frame(events_of(batch)))
        if frames:
            self._connection.sendall(b"".join(frames))


def events_of(batch: list[bytes]) -> bytes:
    """The message that carries these encoded events."""
    return b'{"type":"events","events":[' + b",".join(batch) + b"]}"
