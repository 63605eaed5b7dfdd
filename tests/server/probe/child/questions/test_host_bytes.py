"""Tests of how the bytes of the host are split."""

import pytest

from server.probe.child.questions.host_bytes import QUESTION, QUESTION_LIMIT, HostBytes
from server.probe.child.recording.framing import HEADER


def question(text: bytes) -> bytes:
    """Return a question as the host sends it."""
    return QUESTION + HEADER.pack(len(text)) + text


STREAM = b"!?" + question(b'{"a": "!=?~"}') + b"~" + question(b"") + question(b"{}") + b"!"


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_bytes_and_questions_are_told_apart_however_they_arrive(size: int) -> None:
    """A mark inside a question is part of its text."""
    arrived = HostBytes()
    single, texts = b"", []
    for start in range(0, len(STREAM), size):
        marks, found = arrived.feed(STREAM[start : start + size])
        single += marks
        texts += found
    assert single == b"!?~!"
    assert texts == [b'{"a": "!=?~"}', b"", b"{}"]


def test_a_question_that_no_host_sends_ends_the_channel() -> None:
    """Its length alone is enough: nothing of it is kept."""
    with pytest.raises(OSError, match="too long"):
        HostBytes().feed(QUESTION + HEADER.pack(QUESTION_LIMIT + 1))
