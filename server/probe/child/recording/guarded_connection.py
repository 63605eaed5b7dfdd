"""The connection to the host, kept from what a guest does with sockets and files."""

from __future__ import annotations

import _socket
import errno
import os
from typing import Any, Protocol

_fstat = os.fstat


class ByteStream(Protocol):
    """What the channel needs of a connection: a socket has it too."""

    def sendall(self, data: bytes, /) -> None:
        """Send all bytes."""

    def recv(self, size: int, /) -> bytes:
        """Receive up to so many bytes; none at the end."""

    def settimeout(self, seconds: float, /) -> None:
        """Let later calls wait at most so many seconds."""

    def close(self) -> None:
        """Close it."""


class GuardedConnection:
    """A connected socket that Python code cannot replace, and that notices when its file has been closed.

    The socket is one of the C module: methods that a library sets on `socket.socket` do not affect it.
    OSError if the guest has closed its file, even if the number now belongs to another file.
    """

    def __init__(self, connection: Any) -> None:
        family, kind, protocol = connection.family, connection.type, connection.proto
        timeout = connection.gettimeout()
        self._file = int(connection.detach())
        self._socket = _socket.socket(family, kind, protocol, fileno=self._file)
        self._socket.settimeout(timeout)
        self._identity = self._identify()

    def _identify(self) -> tuple[int, int]:
        status = _fstat(self._file)
        return status.st_dev, status.st_ino

    def _check(self) -> None:
        if self._identify() != self._identity:
            raise OSError(errno.EBADF, "the guest has closed the connection to the host")

    def sendall(self, data: bytes) -> None:
        """Send all bytes."""
        self._check()
        self._socket.sendall(data)

    def recv(self, size: int) -> bytes:
        """Receive up to so many bytes; none at the end."""
        self._check()
        return self._socket.recv(size)

    def settimeout(self, seconds: float) -> None:
        """Let later calls wait at most so many seconds."""
        self._socket.settimeout(seconds)

    def close(self) -> None:
        """Close it, unless the guest has done so."""
        self._check()
        self._socket.close()

    def make_close(self, close: Any) -> Any:
        """Return a wrapper of `os.close` for which the file of this connection is not open."""

        def watched(fd: int) -> None:
            if fd == self._file and self._is_ours():
                raise OSError(errno.EBADF, os.strerror(errno.EBADF))
            close(fd)

        return watched

    def make_closerange(self, closerange: Any) -> Any:
        """Return a wrapper of `os.closerange` that leaves the file of this connection open."""

        def watched(fd_low: int, fd_high: int) -> None:
            if fd_low <= self._file < fd_high and self._is_ours():
                closerange(fd_low, self._file)
                closerange(self._file + 1, fd_high)
            else:
                closerange(fd_low, fd_high)

        return watched

    def _is_ours(self) -> bool:
        try:
            return self._identify() == self._identity
        except OSError:
            return False
