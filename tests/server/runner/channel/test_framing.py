"""Frames from an untrusted sender."""

import socket
import struct
import threading
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.runner.channel import framing
from server.runner.channel.framing import FrameError


@pytest.mark.hardness("guest-memory")
@pytest.mark.parametrize("value", ["[]", "{}", '""', "0", '{"":[]}'])
def test_the_values_of_a_frame_are_counted(value: str) -> None:
    """A frame of small values would take a hundred times its length in memory."""
    few, many = (f'{{"a":[{",".join([value] * number)}]}}'.encode() for number in (1_000, 200_000))
    assert len(framing.decode(few)["a"]) == 1_000
    with pytest.raises(FrameError, match="more than 200000 values"):
        framing.decode(many)


class ByteByByte:
    """A connection that provides these bytes one at a time, and ends."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def recv(self, size: int, /) -> bytes:
        """Return the next byte."""
        first, self._data = self._data[: min(size, 1)], self._data[1:]
        return first


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(-1e6, 1e6) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(st.binary(max_size=300))
@pytest.mark.hardness("fuzzed-channel")
def test_no_bytes_raise_anything_but_frame_error(data: bytes) -> None:
    """Whatever arrives is a message, the end, or a FrameError."""
    try:
        message = framing.read(ByteByByte(data))
    except FrameError:
        return
    assert message is None or isinstance(message, dict)


@given(st.dictionaries(st.text(), JSON, max_size=5))
def test_a_message_survives_encoding_and_reading(message: dict[str, Any]) -> None:
    """A frame of ours gives its object again."""
    assert framing.read(ByteByByte(framing.encode(message))) == message


def test_the_end_between_frames_is_not_an_error() -> None:
    """None means that the other side has closed."""
    assert framing.read(ByteByByte(b"")) is None


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"[1]", "not an object"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": 1e999}', "too large"),
        (b'{"a": 9007199254740993}', "too large"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not JSON"),
        (b'{"a": ' + b"[" * 40 + b"]" * 40 + b"}", "nested"),
        (b'{"a": ' + b"[" * 100_000, "not JSON"),
        (b"\xff", "not JSON"),
        (b"{", "not JSON"),
    ],
)
@pytest.mark.hardness("channel-message")
def test_invalid_values_are_refused(data: bytes, text: str) -> None:
    """Infinite, huge, deep and broken values are a FrameError whose message says so."""
    with pytest.raises(FrameError, match=text):
        framing.decode(data)


def test_lone_surrogates_become_question_marks() -> None:
    """Text is well-formed after reading, in names too."""
    assert framing.decode(b'{"\\ud800": ["\\udfff!", "\xc3\xa5"]}') == {"?": ["?!", "å"]}


@pytest.mark.hardness("channel-message")
def test_a_frame_that_is_too_long_is_not_read() -> None:
    """It is refused by its length alone."""
    with pytest.raises(FrameError, match="1048577 bytes"):
        framing.read(ByteByByte(struct.pack(">I", (1 << 20) + 1)))


def test_an_incomplete_frame_is_refused() -> None:
    """The end of the channel inside a frame is a FrameError."""
    frame = framing.encode({"a": 1})
    for end in range(1, len(frame)):
        with pytest.raises(FrameError):
            framing.read(ByteByByte(frame[:end]))


def test_a_frame_passes_through_a_socket() -> None:
    """It arrives in several pieces."""
    left, right = socket.socketpair()
    with left, right:
        message = {"text": "x" * 200_000}
        right.settimeout(10)
        writer = threading.Thread(target=left.sendall, args=(framing.encode(message),))
        writer.start()
        assert framing.read(right) == message
        writer.join()
