"""Reports are read line by line, however long the lines are."""

import os
import threading
import tracemalloc
from collections.abc import Iterable

import pytest

from server.runner.processes.report_lines import LINE_BYTES, report_lines


def lines_of(pieces: Iterable[bytes]) -> list[bytes]:
    """Return the lines that are read while these pieces are written into a pipe."""
    reading, writing = os.pipe()

    def write() -> None:
        with os.fdopen(writing, "wb", 0) as pipe:
            for piece in pieces:
                pipe.write(piece)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        return list(report_lines(reading))
    finally:
        thread.join()
        os.close(reading)


def test_lines_may_come_in_pieces() -> None:
    """The last one may be without an end."""
    assert lines_of([b'{"pid"', b": 1}\n{}", b"\n", b"\n[", b"]"]) == [b'{"pid": 1}', b"{}", b"", b"[]"]


@pytest.mark.parametrize("longer", [0, 1, 3 * LINE_BYTES])
def test_a_long_line_is_left_out(longer: int) -> None:
    """And the next one is read again."""
    long = b"x" * (LINE_BYTES + longer)
    assert lines_of([b"a\n", long, b"\nb\n"]) == [b"a", *([] if longer else [long]), b"b"]


@pytest.mark.hardness("guest-memory")
def test_an_endless_line_takes_no_memory() -> None:
    """A guest that writes 64 MB without an end into the pipe of its supervisor."""
    tracemalloc.start()
    try:
        assert lines_of([b"y" * (1 << 20)] * 64 + [b"\n{}\n"]) == [b"{}"]
        _taken, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 16 * LINE_BYTES + (2 << 20)
