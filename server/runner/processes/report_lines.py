"""Reads the lines that a process reports through a pipe, which a guest may write into as well."""

import os
from collections.abc import Callable, Iterator
from typing import Final

LINE_BYTES: Final = 1 << 16
_READ_BYTES: Final = 1 << 16


def report_lines(
    descriptor: int, before_read: Callable[[int], object] = lambda descriptor: None
) -> Iterator[bytes]:
    """Return each line until the last writer has closed the pipe; leave out those longer than LINE_BYTES.

    However long a line is, no more than that of it is kept. `before_read` is called with the descriptor
    before each read.
    """
    pending = b""
    too_long = False
    while data := _read(descriptor, before_read):
        *complete, pending = (pending + data).split(b"\n")
        for line in complete:
            if not too_long and len(line) <= LINE_BYTES:
                yield line
            too_long = False
        if too_long or len(pending) > LINE_BYTES:
            pending, too_long = b"", True
    if pending:
        yield pending


def _read(descriptor: int, before_read: Callable[[int], object]) -> bytes:
    before_read(descriptor)
    try:
        return os.read(descriptor, _READ_BYTES)
    except OSError:
        return b""
