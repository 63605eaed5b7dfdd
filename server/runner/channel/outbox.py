"""Sends small messages to a guest without ever waiting for a guest that does not read."""

import socket
import threading
from typing import Final

MOST_WAITING: Final = 1 << 18
_AT_ONCE: Final = getattr(socket, "MSG_DONTWAIT", 0)


class Outbox:
    """What is sent on one connection, in its order; safe between threads.

    What the connection does not take at once is sent before the next message. OSError never leaves it: the
    thread that reads the channel notices that the guest is gone.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        self._rest = bytearray()

    def send(self, message: bytes) -> bool:
        """Send a whole message, now or later; return False if so much waits that it is left out."""
        with self._lock:
            if self._rest and len(self._rest) + len(message) > MOST_WAITING:
                return False
            self._rest += message
            try:
                while self._rest:
                    del self._rest[: self._connection.send(self._rest, _AT_ONCE)]
            except OSError:
                pass
            return True
