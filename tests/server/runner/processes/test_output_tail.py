"""The last lines of a guest's output."""

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
