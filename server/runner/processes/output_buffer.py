"""Everything that a program prints, and waiting for a line of it."""

import codecs
import re
import threading
import time
from typing import Final

from server.runner.processes.output_tail import ESCAPES

LIMIT: Final = 1 << 20


class OutputBuffer:
    """The first 1,048,576 characters of a stream of bytes; safe between threads."""

    def __init__(self) -> None:
        self._text = ""
        self._ended = False
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._changed = threading.Condition(threading.RLock())

    def feed(self, data: bytes) -> None:
        """Add printed bytes; those that are not UTF-8 become replacement characters."""
        with self._changed:
            if len(self._text) < LIMIT:  # copying it again and again would take long
                self._text = (self._text + self._decoder.decode(data))[:LIMIT]
                self._changed.notify_all()

    def end(self) -> None:
        """Mark the end of the output, and wake those who wait for a line."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    @property
    def text(self) -> str:
        """The output so far, without colours and with `\n` as line end."""
        with self._changed:
            return ESCAPES.sub("", self._text).replace("\r\n", "\n")

    def lines(self) -> tuple[str, ...]:
        """Return the lines so far, including an unfinished last one."""
        return tuple(self.text.removesuffix("\n").split("\n"))

    def wait_for(self, pattern: str, seconds: float, count: int = 1) -> re.Match[str] | None:
        """Return the match in the `count`-th line that matches the pattern; None after `seconds`."""
        regex = re.compile(pattern)
        deadline = time.monotonic() + seconds
        with self._changed:
            while True:
                left = deadline - time.monotonic()
                is_last = self._ended or left <= 0
                # A line may arrive in pieces, so an unfinished one is skipped until the end.
                lines = self.lines() if is_last or self.text.endswith("\n") else self.lines()[:-1]
                matches = [match for line in lines if (match := regex.search(line))]
                if len(matches) >= count:
                    return matches[count - 1]
                if is_last:
                    return None
                self._changed.wait(left)
