"""Tests of the end of the log."""

import os
from pathlib import Path

from server.diagnostics.log_tail import LogTail, log_tail


def test_a_short_log_is_whole(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 do no harm."""
    path = tmp_path / "x.log"
    path.write_bytes(b"one\ntwo \xff\n")
    assert log_tail(path) == LogTail(text="one\ntwo \ufffd\n")


def test_of_a_long_log_the_last_lines_are_shown(tmp_path: Path) -> None:
    """The first of them is whole."""
    path = tmp_path / "x.log"
    path.write_text("".join(f"line {number}\n" for number in range(100)), encoding="utf-8")
    assert log_tail(path, 20) == LogTail(text="line 98\nline 99\n", cut=True)


def test_a_log_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    """None yet, a folder in its place, and a pipe, for which nobody waits."""
    assert log_tail(tmp_path / "none").problem
    assert log_tail(tmp_path).problem
    os.mkfifo(tmp_path / "pipe")
    assert log_tail(tmp_path / "pipe").problem
