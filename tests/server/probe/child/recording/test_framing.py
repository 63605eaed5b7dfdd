"""Frames and the handshake, seen by a host that may lie."""

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
    """Both ends of a connection."""
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
def test_what_is_no_frame_ends_the_channel(ends: tuple[socket.socket, socket.socket], data: bytes) -> None:
    """Each kind of nonsense is a ChannelError."""
    ends[1].sendall(data)
    ends[1].close()
    with pytest.raises(ChannelError):
        read_frame(ends[0])


def test_a_frame_comes_back_as_it_was_sent(ends: tuple[socket.socket, socket.socket]) -> None:
    """Whatever its text."""
    send_frame(ends[1], encode({"a": "é"}))
    assert read_frame(ends[0]) == {"a": "é"}


@pytest.mark.parametrize(
    "answers",
    [
        [{"type": "challenge", "version": 2, "nonce": "0" * 32}],
        [{"type": "welcome"}],
        [{"type": "challenge", "version": 1, "nonce": "0" * 32}, {"type": "welcome", "proof": "wrong"}],
        [{"type": "challenge", "version": 1, "nonce": "0" * 32}, {"type": "load"}],
    ],
    ids=["version", "order", "proof", "no welcome"],
)
def test_a_host_that_cannot_prove_itself_is_left(
    ends: tuple[socket.socket, socket.socket], answers: list[dict[str, Any]]
) -> None:
    """A stranger on the port gets nothing loaded."""

    def lie() -> None:
        for answer in answers:
            send_frame(ends[1], encode(answer))

    threading.Thread(target=lie).start()
    with pytest.raises(ChannelError):
        shake_hands(ends[0], KEY)
