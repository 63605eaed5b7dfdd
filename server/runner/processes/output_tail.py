"""The last lines a guest printed."""

import codecs
import os
import re
import threading
from collections import deque
from typing import Final, Protocol

LINE_CHARACTERS: Final = 2000
CUT: Final = " …"
ESCAPES: Final = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-_])")
UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class OutputTail:
    """The last `lines` lines of a stream of bytes, each cut after 2,000 characters; safe between threads."""

    def __init__(self, lines: int) -> None:
        self._lines: deque[str] = deque(maxlen=lines)
        self._partial = ""
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._lock = threading.Lock()

    def feed(self, data: bytes) -> None:
        """Add what was printed; bytes that are not UTF-8 become replacement characters."""
        with self._lock:
            *whole, last = self._decoder.decode(data).split("\n")
            for piece in whole:
                self._lines.append(_clean(self._partial + piece[: LINE_CHARACTERS + 1]))
                self._partial = ""
            self._partial = (self._partial + last[: LINE_CHARACTERS + 1])[: LINE_CHARACTERS + 1]

    def lines(self) -> tuple[str, ...]:
        """The lines so far, an unfinished one among them."""
        with self._lock:
            found = (*self._lines, _clean(self._partial)) if self._partial else tuple(self._lines)
            return found[-(self._lines.maxlen or len(found)) :]


def _clean(line: str) -> str:
    """The line without colours and other control characters, and not too long."""
    cut = len(line) > LINE_CHARACTERS
    line = UNPRINTABLE.sub("", ESCAPES.sub("", line[:LINE_CHARACTERS].rstrip("\r")))
    return line + CUT if cut else line


class OutputSink(Protocol):
    """What takes the output of a process."""

    def feed(self, data: bytes) -> None:
        """Take what was printed."""


def read_into(descriptor: int, sink: OutputSink) -> None:
    """Read a pipe into a sink until its last writer is gone."""
    while True:
        try:
            data = os.read(descriptor, 65536)
        except OSError:
            return
        if not data:
            return
        sink.feed(data)
