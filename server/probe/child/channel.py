"""The way out for events: a bounded queue and one thread that batches, so that the guest never waits for the host."""

from __future__ import annotations

import os
import socket
import threading
from collections import deque
from typing import Any

from .wire import FRAME_LIMIT, encode, send_frame

BATCH_SECONDS = 0.02
BATCH_BYTES = 256 * 1024
QUEUE_LIMIT = 20_000
ENVELOPE_LIMIT = 512 * 1024


class Channel:
    """Sends messages in the order in which they were put; one that finds the queue full is lost."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._queue: deque[dict[str, Any]] = deque()
        self._some = threading.Event()
        self._soon = threading.Event()
        self._idle = threading.Event()
        self._idle.set()
        self._open = True
        self._writer = threading.Thread(target=self._write, name="fumehood-channel", daemon=True)
        self._writer.start()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._forked)

    def _forked(self) -> None:
        """A forked child is no guest of its own: it has no writer thread and must not mix into ours."""
        self._open = False
        self._queue.clear()
        self._connection.close()

    def event(self, envelope: dict[str, Any]) -> bool:
        """Queue an envelope; False says that it was lost."""
        if not self._open or len(self._queue) >= QUEUE_LIMIT:
            return False
        self._queue.append(envelope)
        if not self._some.is_set():
            self._idle.clear()
            self._some.set()
        return True

    def message(self, message: dict[str, Any]) -> bool:
        """Queue any other message and send it with all before it at once; False says that it was lost."""
        if not self.event(message):
            return False
        self._soon.set()
        return True

    def flush(self, seconds: float) -> None:
        """Wait until all is sent, at most that long."""
        if self._open and threading.current_thread() is not self._writer:
            self._soon.set()
            self._idle.wait(seconds)

    def _write(self) -> None:
        try:
            while True:
                self._some.wait()
                self._soon.wait(BATCH_SECONDS)
                self._some.clear()
                self._soon.clear()
                self._drain()
                if not self._queue:
                    self._idle.set()
        except OSError:
            self._open = False
            self._queue.clear()
            self._idle.set()

    def _drain(self) -> None:
        batch: list[bytes] = []
        size = 0
        while self._queue:
            message = self._queue.popleft()
            if "type" in message:
                self._send_batch(batch)
                batch, size = [], 0
                send_frame(self._connection, encode(message))
                continue
            data = encode_envelope(message)
            if batch and size + len(data) > BATCH_BYTES:
                self._send_batch(batch)
                batch, size = [], 0
            batch.append(data)
            size += len(data)
        self._send_batch(batch)

    def _send_batch(self, batch: list[bytes]) -> None:
        if batch:
            send_frame(self._connection, b'{"type":"events","events":[' + b",".join(batch) + b"]}")


def encode_envelope(envelope: dict[str, Any]) -> bytes:
    """The envelope as JSON; its body may be a function that makes it, called here and now.

    One that cannot be encoded, or is too long for a frame, becomes a probe-fault.
    """
    kind = envelope["kind"]
    try:
        if callable(envelope["body"]):
            envelope["body"] = envelope["body"]()
        data = encode(envelope)
        if len(data) <= ENVELOPE_LIMIT:
            return data
        problem = f"an event of {len(data)} bytes is too long to be sent"
    except Exception as error:
        problem = f"{type(error).__name__}: {error}"[:300]
    fault = {"sensor": kind, "problem": problem, "lost": 1}
    return encode({**envelope, "kind": "probe-fault", "caller": None, "family": None, "body": fault})


assert ENVELOPE_LIMIT + BATCH_BYTES < FRAME_LIMIT  # noqa: S101 - a batch must fit into a frame whatever the limits
