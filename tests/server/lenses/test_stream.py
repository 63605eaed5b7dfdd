"""Tests of the lens of streams."""

import pytest

from server.lenses.kit.blocks import Tone
from server.lenses.stream import LENS
from tests.support.lenses import sample_events as s
from tests.support.lenses import sample_library_events as lib
from tests.support.lenses.view_lines import lines


@pytest.mark.parametrize(
    ("end", "sentence", "tone"),
    [
        ("finished", "The stream was sent to its end: 3 parts, 13 bytes", Tone.PLAIN),
        ("failed", "The stream broke off with an exception: 3 parts, 13 bytes", Tone.WARNING),
        ("abandoned", "The server closed the stream before its end: 3 parts, 13 bytes", Tone.NOTE),
        (None, "The server sent a file by itself: 13 bytes", Tone.PLAIN),
    ],
)
def test_each_end_has_its_sentence(end: str | None, sentence: str, tone: Tone) -> None:
    """In the Journey and in the tab."""
    summary = LENS.journey.summarise(lib.stream(end))
    assert (str(summary.sentence), summary.tone) == (sentence, tone)
    assert sentence in " ".join(lines(LENS, s.exchange(lib.stream(end))))


def test_the_times_are_listed() -> None:
    """Those that are not known are left out."""
    shown = " ".join(lines(LENS, s.exchange(lib.stream())))
    for words in ("First byte", "Last byte", "900 ms", "Closed by the server", "Longest pause", "700 ms"):
        assert words in shown
    assert "First byte" not in " ".join(lines(LENS, s.exchange(lib.stream(first=None, pause=0))))
