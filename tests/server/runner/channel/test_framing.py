"""Frames from somebody who is not trusted."""

import socket
import struct
import threading
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.runner.channel import framing
from server.runner.channel.framing import FrameError


class Bytes:
    """A connection that gives these bytes, one at a time, and ends."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def recv(self, size: int, /) -> bytes:
        """The next byte."""
        first, self._data = self._data[: min(size, 1)], self._data[1:]
        return first


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(-1e6, 1e6) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_but_frame_error(data: bytes) -> None:
    """Whatever arrives is a message, the end, or a FrameError."""
    try:
        message = framing.read(Bytes(data))
    except FrameError:
        return
    assert message is None or isinstance(message, dict)


@given(st.dictionaries(st.text(), JSON, max_size=5))
def test_what_is_encoded_is_read_again(message: dict[str, Any]) -> None:
    """A frame of ours gives back its object."""
    assert framing.read(Bytes(framing.encode(message))) == message


def test_the_end_between_frames_is_no_error() -> None:
    """None says that the other side has closed."""
    assert framing.read(Bytes(b"")) is None


@pytest.mark.parametrize(
    ("data", "what"),
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
def test_what_no_program_of_ours_would_say_is_refused(data: bytes, what: str) -> None:
    """Infinite, huge, deep, broken and other values are a FrameError that says so."""
    with pytest.raises(FrameError, match=what):
        framing.decode(data)


def test_lone_surrogates_become_question_marks() -> None:
    """Text is well-formed once it is read, also in names."""
    assert framing.decode(b'{"\\ud800": ["\\udfff!", "\xc3\xa5"]}') == {"?": ["?!", "å"]}


def test_a_frame_that_is_too_long_is_not_read() -> None:
    """The length alone refuses it."""
    with pytest.raises(FrameError, match="1048577 bytes"):
        framing.read(Bytes(struct.pack(">I", (1 << 20) + 1)))


def test_a_frame_cut_short_is_refused() -> None:
    """The end within a frame is no proper end."""
    whole = framing.encode({"a": 1})
    for end in range(1, len(whole)):
        with pytest.raises(FrameError):
            framing.read(Bytes(whole[:end]))


def test_a_socket_is_readable() -> None:
    """Frames pass through a real socket in pieces."""
    left, right = socket.socketpair()
    with left, right:
        message = {"text": "x" * 200_000}
        right.settimeout(10)
        writer = threading.Thread(target=left.sendall, args=(framing.encode(message),))
        writer.start()
        assert framing.read(right) == message
        writer.join()
