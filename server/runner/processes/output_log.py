"""All that a program printed, for whoever waits for a line of it."""

import codecs
import re
import threading
import time
from typing import Final

from server.runner.processes.output_tail import ESCAPES

KEPT: Final = 1 << 20


class OutputLog:
    """The first 1,048,576 characters of a stream of bytes; safe between threads."""

    def __init__(self) -> None:
        self._text = ""
        self._over = False
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._changed = threading.Condition(threading.RLock())

    def feed(self, data: bytes) -> None:
        """Add what was printed; bytes that are not UTF-8 become replacement characters."""
        with self._changed:
            self._text = (self._text + self._decoder.decode(data))[:KEPT]
            self._changed.notify_all()

    def end(self) -> None:
        """Nothing more will be printed."""
        with self._changed:
            self._over = True
            self._changed.notify_all()

    @property
    def text(self) -> str:
        """What was printed so far, without colours and with plain line ends."""
        with self._changed:
            return ESCAPES.sub("", self._text).replace("\r\n", "\n")

    def lines(self) -> tuple[str, ...]:
        """The lines so far, an unfinished one among them."""
        return tuple(self.text.removesuffix("\n").split("\n"))

    def wait_for(self, pattern: str, seconds: float, count: int = 1) -> re.Match[str] | None:
        """The match in the `count`-th line in which the pattern is found; None if none comes in time."""
        wanted = re.compile(pattern)
        deadline = time.monotonic() + seconds
        with self._changed:
            while True:
                left = deadline - time.monotonic()
                last = self._over or left <= 0
                # A line may arrive in pieces: it is not judged by the first of them.
                lines = self.lines() if last or self.text.endswith("\n") else self.lines()[:-1]
                found = [match for line in lines if (match := wanted.search(line))]
                if len(found) >= count:
                    return found[count - 1]
                if last:
                    return None
                self._changed.wait(left)
