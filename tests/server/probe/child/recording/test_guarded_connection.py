"""Tests of the connection to the host."""

import os
import socket
from collections.abc import Iterator

import pytest

from server.probe.child.recording.guarded_connection import GuardedConnection


@pytest.fixture
def pair() -> Iterator[tuple[GuardedConnection, socket.socket, int]]:
    """A connection, its other end, and the number of its file."""
    ours, other = socket.socketpair()
    other.settimeout(5)
    file = ours.fileno()
    connection = GuardedConnection(ours)
    copy = os.dup(file)
    yield connection, other, file
    os.dup2(copy, file)
    os.close(copy)
    connection.close()
    other.close()


def test_it_sends_and_receives(
    pair: tuple[GuardedConnection, socket.socket, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever was set on the class of Python's sockets."""
    connection, other, _ = pair
    monkeypatch.setattr(socket.socket, "recv", None)
    monkeypatch.setattr(socket.socket, "sendall", None)
    connection.sendall(b"to the host")
    assert os.read(other.fileno(), 64) == b"to the host"
    os.write(other.fileno(), b"!")
    assert connection.recv(64) == b"!"


def test_its_file_cannot_be_closed_by_the_functions_of_os(
    pair: tuple[GuardedConnection, socket.socket, int],
) -> None:
    """They behave as if it were not open, and close all others."""
    connection, other, file = pair
    low, high = sorted(os.dup(other.fileno()) for _ in range(2))
    close, closerange = connection.make_close(os.close), connection.make_closerange(os.closerange)
    with pytest.raises(OSError, match="Bad file descriptor"):
        close(file)
    close(low)
    closed: list[tuple[int, int]] = []
    connection.make_closerange(lambda *bounds: closed.append(bounds))(3, 4096)
    assert closed == [(3, file), (file + 1, 4096)]
    closerange(high, high + 1)
    for gone in (low, high):
        with pytest.raises(OSError, match="Bad file descriptor"):
            os.fstat(gone)
    connection.sendall(b"open")
    assert other.recv(64) == b"open"


def test_nothing_is_sent_into_a_file_that_has_taken_its_number(
    pair: tuple[GuardedConnection, socket.socket, int],
) -> None:
    """The guest may have closed it without the functions of os."""
    connection, _, file = pair
    read, write = os.pipe()
    os.dup2(write, file)
    os.close(write)
    with pytest.raises(OSError, match="closed the connection"):
        connection.sendall(b"not for the app")
    with pytest.raises(OSError, match="closed the connection"):
        connection.recv(1)
    os.set_blocking(read, False)
    with pytest.raises(BlockingIOError):
        os.read(read, 1)
    os.close(read)
