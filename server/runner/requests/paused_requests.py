"""The requests of one start of a guest that are paused now."""

import threading
from typing import Final

from server.model.stack import PausedRequest
from server.runner.channel.pause_messages import ResumedRequest

# A guest pauses eight at most.
MOST: Final = 16


class PausedRequests:
    """Known from the guest's messages; safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._paused: dict[int, PausedRequest] = {}

    def take(self, message: PausedRequest | ResumedRequest) -> None:
        """Note that a request is paused, or goes on."""
        with self._lock:
            if isinstance(message, ResumedRequest):
                self._paused.pop(message.pause, None)
            elif len(self._paused) < MOST:
                self._paused[message.pause] = message

    def end(self, exchange: int) -> None:
        """Forget the pauses of an exchange that has ended."""
        with self._lock:
            for pause in [each.pause for each in self._paused.values() if each.exchange == exchange]:
                del self._paused[pause]

    def of(self, exchange: int) -> tuple[PausedRequest, ...]:
        """Return the pauses of one exchange; its threads may have more than one."""
        with self._lock:
            return tuple(each for each in self._paused.values() if each.exchange == exchange)
