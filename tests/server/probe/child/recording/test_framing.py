"""Tests of frames and of the handshake with a host that may be false."""

import socket
import struct
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from server.probe.child.recording.encoding import encode
from server.probe.child.recording.framing import ChannelError, read_frame, send_frame, shake_hands

KEY = "00" * 32


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Both ends of a connection: the probe's and the host's."""
    ours, theirs = socket.socketpair()
    ours.settimeout(10)
    theirs.settimeout(10)
    yield ours, theirs
    ours.close()
    theirs.close()


@pytest.mark.parametrize(
    "data",
    [b"\xff\xff\xff\xff", struct.pack(">I", 2) + b"[]", struct.pack(">I", 3) + b"{,}", b"\0"],
    ids=["too long", "no object", "no json", "cut short"],
)
def test_an_invalid_frame_is_an_error(ends: tuple[socket.socket, socket.socket], data: bytes) -> None:
    """Whatever is wrong with it."""
    ends[1].sendall(data)
    ends[1].close()
    with pytest.raises(ChannelError):
        read_frame(ends[0])


def test_a_frame_is_read_as_it_was_sent(ends: tuple[socket.socket, socket.socket]) -> None:
    """With any Unicode text."""
    send_frame(ends[1], encode({"a": "é"}))
    assert read_frame(ends[0]) == {"a": "é"}


@pytest.mark.parametrize(
    "messages",
    [
        [{"type": "challenge", "version": 2, "nonce": "0" * 32}],
        [{"type": "welcome"}],
        [{"type": "challenge", "version": 1, "nonce": "0" * 32}, {"type": "welcome", "proof": "wrong"}],
        [{"type": "challenge", "version": 1, "nonce": "0" * 32}, {"type": "load"}],
    ],
    ids=["version", "order", "proof", "no welcome"],
)
def test_a_host_without_the_key_is_rejected(
    ends: tuple[socket.socket, socket.socket], messages: list[dict[str, Any]]
) -> None:
    """Another program on the port can load nothing."""

    def respond() -> None:
        for message in messages:
            send_frame(ends[1], encode(message))

    threading.Thread(target=respond).start()
    with pytest.raises(ChannelError):
        shake_hands(ends[0], KEY)
