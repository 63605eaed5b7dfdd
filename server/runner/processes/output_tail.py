"""The last lines that a guest printed."""

import codecs
import os
import re
import threading
import time
from collections import deque
from typing import Final, Protocol

LINE_CHARACTERS: Final = 2000
CUT_MARK: Final = " …"
ESCAPES: Final = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-_])")
UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class OutputTail:
    """The last `lines` lines of a stream of bytes, each cut after 2,000 characters; safe between threads."""

    def __init__(self, lines: int) -> None:
        # Each line with the moment at which its end was read.
        self._lines: deque[tuple[float, str]] = deque(maxlen=lines)
        self._partial = ""
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._lock = threading.Lock()
        self._fed = 0
        self._read_at = 0.0

    @property
    def fed(self) -> int:
        """How many bytes have been added so far."""
        return self._fed

    def feed(self, data: bytes) -> None:
        """Add printed bytes; those that are not UTF-8 become replacement characters."""
        now = time.time()
        with self._lock:
            self._fed += len(data)
            self._read_at = now
            *complete, last = self._decoder.decode(data).split("\n")
            for piece in complete:
                self._lines.append((now, _clean(self._partial + piece[: LINE_CHARACTERS + 1])))
                self._partial = ""
            self._partial = (self._partial + last[: LINE_CHARACTERS + 1])[: LINE_CHARACTERS + 1]

    def lines(self, since: float = 0) -> tuple[str, ...]:
        """Return the lines so far, including an unfinished last one; of them only those read after a moment.

        `since` is in seconds since the epoch.
        """
        with self._lock:
            lines = tuple(self._lines)
            if self._partial:
                lines = (*lines, (self._read_at, _clean(self._partial)))
            return tuple(text for at, text in lines[-(self._lines.maxlen or len(lines)) :] if at >= since)


def _clean(line: str) -> str:
    """Remove colours and other control characters, and shorten the line."""
    cut = len(line) > LINE_CHARACTERS
    line = UNPRINTABLE.sub("", ESCAPES.sub("", line[:LINE_CHARACTERS].rstrip("\r")))
    return line + CUT_MARK if cut else line


class OutputSink(Protocol):
    """Receives the output of a process."""

    def feed(self, data: bytes) -> None:
        """Add printed bytes."""


def read_into(descriptor: int, sink: OutputSink) -> None:
    """Pass what comes through a pipe to a sink until the last writer has closed it."""
    while True:
        try:
            data = os.read(descriptor, 65536)
        except OSError:
            return
        if not data:
            return
        sink.feed(data)
