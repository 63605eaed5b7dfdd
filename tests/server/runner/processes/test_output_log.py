"""What a program printed, and waiting for it."""

import threading
import time

from server.runner.processes.output_log import LIMIT, OutputLog


def test_it_is_text_without_colours() -> None:
    """Escapes go, line ends are plain, and a character may come in pieces."""
    transcript = OutputLog()
    transcript.feed(b"\x1b[31mred\x1b[0m\r\nhalf \xc3")
    transcript.feed(b"\xa4")
    assert transcript.text == "red\nhalf ä"
    assert transcript.lines() == ("red", "half ä")
    transcript.feed(b"\n")
    assert transcript.lines() == ("red", "half ä")


def test_a_line_is_waited_for() -> None:
    """Also one that comes later, and the second of its kind."""
    transcript = OutputLog()
    timer = threading.Timer(0.05, transcript.feed, (b"ready on 81\nready on 82\n",))
    transcript.feed(b"ready on 80\n")
    timer.start()
    found = transcript.wait_for(r"ready on (\d+)", 10.0)
    third = transcript.wait_for(r"ready on (\d+)", 10.0, 3)
    assert found is not None
    assert third is not None
    assert (found[1], third[1]) == ("80", "82")
    timer.join()


def test_what_never_comes_is_not_waited_for_ever() -> None:
    """The time is over, or the program is."""
    transcript = OutputLog()
    assert transcript.wait_for("never", 0.01) is None
    timer = threading.Timer(0.05, transcript.end)
    timer.start()
    began = time.monotonic()
    assert transcript.wait_for("never", 60.0) is None
    assert time.monotonic() - began < 30
    timer.join()


def test_a_flood_is_not_kept() -> None:
    """Of what is printed without end the beginning stays."""
    transcript = OutputLog()
    for _ in range(3):
        transcript.feed(b"x" * (LIMIT // 2))
    assert len(transcript.text) == LIMIT


def test_a_line_is_not_judged_by_its_first_piece() -> None:
    """What arrives in pieces is matched once the line has ended, or nothing more can come."""
    transcript = OutputLog()
    transcript.feed(b"raised ")
    assert transcript.wait_for("never", 0.0) is None
    threading.Timer(0.05, transcript.feed, [b"an error\n"]).start()
    found = transcript.wait_for("^raised (.*)", 10.0)
    assert found is not None
    assert found[1] == "an error"
