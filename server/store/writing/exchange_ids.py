"""The ids of exchanges: taken from the file in blocks, and from memory if that does not answer."""

import contextlib
import threading
from collections.abc import Iterator
from typing import Final

from server.store.history import ID_BLOCK
from server.store.writing.exchange_changes import PassIds, ReserveIds, temporary_id
from server.store.writing.writer import Queued, Writer

PATIENCE_SECONDS: Final = 5.0


class ExchangeIds:
    """Gives each exchange an id that no other has; safe between threads, and never raises."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._lock = threading.Lock()
        self._numbers: Iterator[int] = iter(())
        self._left = 0
        self._last = 0
        self._next_block: Queued | None = None
        self._unanswered: Queued | None = None

    def next(self) -> int:
        """Return an id; within one process ids increase."""
        with self._lock:
            if not self._left:
                block = self._reserved() or self._made_up()
                self._numbers, self._left = iter(block), len(block)
            self._last = next(self._numbers)
            self._left -= 1
            # Asked for early, so that a busy writer keeps nobody waiting.
            if self._left == ID_BLOCK // 2:
                self._next_block = self._asked()
            return self._last

    def forget(self) -> None:
        """Give away no more of the ids that were reserved: the contents of the file were replaced."""
        with self._lock:
            self._left = 0
            self._next_block = None

    def _reserved(self) -> range | None:
        """Return a block of the file; None if it cannot be had soon."""
        queued, self._next_block = self._next_block or self._asked(), None
        # Only the first block is waited for while the writer does not answer.
        waits = self._unanswered is None or self._unanswered.done.is_set()
        if queued is None or not queued.done.wait(PATIENCE_SECONDS if waits else 0):
            self._unanswered = queued
            return None
        if queued.error is not None:
            return None
        block: range = queued.result
        return block if block[0] > self._last else None

    def _made_up(self) -> range:
        """Return a block from memory, and let the file count on after it once that is possible."""
        first = temporary_id(self._last)
        block = range(first, first + ID_BLOCK)
        with contextlib.suppress(RuntimeError):  # the store is closed: nothing is kept any more
            self._writer.submit(PassIds(block[-1]))
        return block

    def _asked(self) -> Queued | None:
        try:
            return self._writer.submit(ReserveIds())
        except RuntimeError:
            return None
