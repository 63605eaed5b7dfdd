"""The output of a program, and waiting for a line of it."""

import threading
import time

from server.runner.processes.output_buffer import LIMIT, OutputBuffer


def test_the_output_is_text_without_colours() -> None:
    """Escape sequences are removed, line ends are plain, and a character may come in pieces."""
    output_buffer = OutputBuffer()
    output_buffer.feed(b"\x1b[31mred\x1b[0m\r\nhalf \xc3")
    output_buffer.feed(b"\xa4")
    assert output_buffer.text == "red\nhalf ä"
    assert output_buffer.lines() == ("red", "half ä")
    output_buffer.feed(b"\n")
    assert output_buffer.lines() == ("red", "half ä")


def test_waiting_for_a_line() -> None:
    """The line may come later, and the third match may be asked for."""
    output_buffer = OutputBuffer()
    timer = threading.Timer(0.05, output_buffer.feed, (b"ready on 81\nready on 82\n",))
    output_buffer.feed(b"ready on 80\n")
    timer.start()
    match = output_buffer.wait_for(r"ready on (\d+)", 10.0)
    third = output_buffer.wait_for(r"ready on (\d+)", 10.0, 3)
    assert match is not None
    assert third is not None
    assert (match[1], third[1]) == ("80", "82")
    timer.join()


def test_waiting_ends() -> None:
    """At the end of the time, and at the end of the program."""
    output_buffer = OutputBuffer()
    assert output_buffer.wait_for("never", 0.01) is None
    timer = threading.Timer(0.05, output_buffer.end)
    timer.start()
    started = time.monotonic()
    assert output_buffer.wait_for("never", 60.0) is None
    assert time.monotonic() - started < 30
    timer.join()


def test_the_output_is_bounded() -> None:
    """The beginning of endless output is kept."""
    output_buffer = OutputBuffer()
    for _ in range(3):
        output_buffer.feed(b"x" * (LIMIT // 2))
    assert len(output_buffer.text) == LIMIT


def test_an_unfinished_line_is_not_matched() -> None:
    """A line in pieces is matched when it has ended, or nothing more can come."""
    output_buffer = OutputBuffer()
    output_buffer.feed(b"raised ")
    assert output_buffer.wait_for("never", 0.0) is None
    threading.Timer(0.05, output_buffer.feed, [b"an error\n"]).start()
    match = output_buffer.wait_for("^raised (.*)", 10.0)
    assert match is not None
    assert match[1] == "an error"
