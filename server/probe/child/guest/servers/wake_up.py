"""A way to wake a server on greenlets from a thread of the operating system."""

from __future__ import annotations

import contextlib
import socket

_socketpair = socket.socketpair
"""Taken before the guest's first line: it returns sockets that no library has replaced."""


class WakeUp:
    """A pair of connected sockets: the server waits until `reader` can be read."""

    def __init__(self) -> None:
        self._writer, self._reader = _socketpair()

    @property
    def reader(self) -> int:
        """The descriptor to wait for."""
        return self._reader.fileno()

    def send(self) -> None:
        """End the wait; may be called from any thread."""
        with contextlib.suppress(OSError):
            self._writer.send(b"!")
