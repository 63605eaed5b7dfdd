"""Keeps the unredacted requests of a guest for replay, in memory only."""

import threading
from collections import OrderedDict
from typing import Final

from server.model.outgoing_request import OutgoingRequest

REQUEST_LIMIT: Final = 500
BYTE_LIMIT: Final = 32 << 20


class ReplayCache:
    """The newest requests of one guest, bounded in number and size; safe between threads."""

    def __init__(self) -> None:
        self._requests: OrderedDict[int, OutgoingRequest] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def add(self, exchange_id: int, outgoing: OutgoingRequest) -> None:
        """Keep the request of an exchange, unless there is one already or it is too large."""
        with self._lock:
            size = _size(outgoing)
            if exchange_id in self._requests or size > BYTE_LIMIT:
                return
            self._requests[exchange_id] = outgoing
            self._bytes += size
            while len(self._requests) > REQUEST_LIMIT or self._bytes > BYTE_LIMIT:
                _, oldest = self._requests.popitem(last=False)
                self._bytes -= _size(oldest)

    def get(self, exchange_id: int) -> OutgoingRequest | None:
        """Return the request of an exchange; None if it is not kept (any more)."""
        with self._lock:
            return self._requests.get(exchange_id)


def _size(outgoing: OutgoingRequest) -> int:
    headers = sum(len(name) + len(value) for name, value in outgoing.headers)
    return len(outgoing.body) + len(outgoing.path) + headers
