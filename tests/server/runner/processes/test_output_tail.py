"""The last lines of a guest's output."""

import time

import pytest

from server.runner.processes.output_tail import OutputTail


def test_the_last_lines_are_kept() -> None:
    """The last lines are kept, including an unfinished one, however the output is split into pieces."""
    tail = OutputTail(3)
    for piece in (b"one\ntw", b"o\nthree\n", b"fo", b"ur"):
        tail.feed(piece)
    assert tail.lines() == ("two", "three", "four")
    tail.feed(b"\n")
    assert tail.lines() == ("two", "three", "four")


def test_a_character_in_two_pieces_is_decoded() -> None:
    """UTF-8 that is split between two reads is put together; colours are removed."""
    tail = OutputTail(3)
    tail.feed("å".encode()[:1])
    tail.feed("å".encode()[1:] + b"\r\n\x1b[1mbold\x1b[0m \x1b]0;title\x07\x07end")
    assert tail.lines() == ("å", "bold end")


def test_long_lines_are_cut() -> None:
    """A line is cut after 2,000 characters, and marked as cut."""
    tail = OutputTail(3)
    for _ in range(100):
        tail.feed(b"x" * 1000)
    tail.feed(b"\nnext\n")
    assert tail.lines() == ("x" * 2000 + " …", "next")


def test_lines_after_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """By when their ends were read; an unfinished line counts as read when its last piece came."""
    moments = iter((10.0, 20.0, 30.0))
    monkeypatch.setattr(time, "time", lambda: next(moments))
    tail = OutputTail(5)
    tail.feed(b"old\nbeg")
    tail.feed(b"un\n")
    tail.feed(b"new")
    assert tail.lines() == ("old", "begun", "new")
    assert tail.lines(since=20.0) == ("begun", "new")
    assert tail.lines(since=30.0) == ("new",)
    assert tail.lines(since=31.0) == ()
