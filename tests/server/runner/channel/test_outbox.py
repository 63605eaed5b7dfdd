"""Tests of what is sent to a guest that may not read."""

import socket
from collections.abc import Iterator

import pytest

from server.runner.channel.outbox import MOST_WAITING, Outbox


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Yield two connected sockets with small buffers."""
    ours, theirs = socket.socketpair()
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    yield ours, theirs
    ours.close()
    theirs.close()


@pytest.mark.skipif(not hasattr(socket, "MSG_DONTWAIT"), reason="the system has no sending without waiting")
def test_nothing_is_torn_where_the_guest_reads_late(ends: tuple[socket.socket, socket.socket]) -> None:
    """A message that the connection takes in part is completed before the next one begins."""
    ours, theirs = ends
    outbox = Outbox(ours)
    assert outbox.send(b"a" * MOST_WAITING)
    assert not outbox.send(b"b" * MOST_WAITING)
    received = b""
    while received.count(b"a") < MOST_WAITING or not received.endswith(b"c"):
        received += theirs.recv(1 << 16)
        outbox.send(b"c")
    assert received.strip(b"c") == b"a" * MOST_WAITING


def test_a_guest_that_is_gone_does_no_harm(ends: tuple[socket.socket, socket.socket]) -> None:
    """The thread that reads the channel notices it."""
    ours, theirs = ends
    theirs.close()
    ours.close()
    assert Outbox(ours).send(b"!")
