"""Tests of the capture of bodies."""

import io

import pytest

from server.probe.child.recording.body_capture import CAPTURE_LIMIT, CapturedBody, InputTee


def captured(*parts: bytes) -> CapturedBody:
    """Return a body of these parts."""
    body = CapturedBody()
    for part in parts:
        body.add(part)
    return body


def test_text_is_kept_as_text() -> None:
    """The parts are joined before they are decoded."""
    assert captured("é".encode()[:1], "é".encode()[1:]).as_body("text/plain") == {
        "text": "é",
        "base64": None,
        "size": 2,
        "kept": 2,
        "type": "text/plain",
    }


def test_bytes_that_are_not_text_are_kept_as_base64() -> None:
    """A body has either text or base64."""
    body = captured(b"\xff\xfe").as_body("")
    assert (body["text"], body["base64"]) == (None, "//4=")


def test_a_long_body_is_kept_up_to_the_limit_and_counted() -> None:
    """A character that the limit cuts in two is left out."""
    body = captured(b"a" * (CAPTURE_LIMIT - 1), "é".encode(), b"b").as_body("")
    assert (body["size"], body["kept"]) == (CAPTURE_LIMIT + 2, CAPTURE_LIMIT - 1)
    assert body["text"] == "a" * (CAPTURE_LIMIT - 1)


@pytest.mark.parametrize(
    ("method", "arguments"),
    [("read", ()), ("read", (3,)), ("readline", ()), ("readlines", ()), ("read1", (2,))],
)
def test_the_input_is_captured_as_far_as_it_is_read(method: str, arguments: tuple[int, ...]) -> None:
    """Each method returns what the stream returns."""
    body = CapturedBody()
    tee = InputTee(io.BytesIO(b"one\ntwo"), body)
    expected = getattr(io.BytesIO(b"one\ntwo"), method)(*arguments)
    assert getattr(tee, method)(*arguments) == expected
    assert body.size == len(b"".join(expected) if isinstance(expected, list) else expected)


def test_bytes_read_into_a_buffer_are_captured() -> None:
    """Only those that were read, and not the rest of the buffer."""
    body = CapturedBody()
    assert InputTee(io.BytesIO(b"ab"), body).readinto(bytearray(4)) == 2
    assert body.as_body("")["text"] == "ab"


def test_bytes_read_a_second_time_are_not_captured_again() -> None:
    """The stream's own position decides."""
    body = CapturedBody()
    tee = InputTee(io.BytesIO(b"abcdef"), body)
    tee.read(3)
    tee.seek(1)
    assert list(tee) == [b"bcdef"]
    assert body.as_body("")["text"] == "abcdef"


def test_the_input_is_exhausted_once_it_is_read_to_its_end() -> None:
    """A read of no bytes does not show that."""
    tee = InputTee(io.BytesIO(b"ab"), CapturedBody())
    tee.read(0)
    assert not tee.exhausted
    tee.read(2)
    assert not tee.exhausted
    tee.read(1)
    assert tee.exhausted
