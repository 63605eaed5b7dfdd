"""Requests as they came, unredacted, kept in memory for replay and nowhere else."""

import threading
from collections import OrderedDict
from typing import Final

from server.model.outgoing_request import OutgoingRequest

COUNT: Final = 500
BYTES: Final = 32 << 20


class ReplayCache:
    """The newest requests of one guest, bounded in number and size; safe between threads."""

    def __init__(self) -> None:
        self._requests: OrderedDict[int, OutgoingRequest] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def add(self, exchange_id: int, outgoing: OutgoingRequest) -> None:
        """Remember a request; the first one given for an exchange stays."""
        with self._lock:
            size = _size(outgoing)
            if exchange_id in self._requests or size > BYTES:
                return
            self._requests[exchange_id] = outgoing
            self._bytes += size
            while len(self._requests) > COUNT or self._bytes > BYTES:
                _, oldest = self._requests.popitem(last=False)
                self._bytes -= _size(oldest)

    def get(self, exchange_id: int) -> OutgoingRequest | None:
        """The request of an exchange, or None."""
        with self._lock:
            return self._requests.get(exchange_id)


def _size(outgoing: OutgoingRequest) -> int:
    headers = sum(len(name) + len(value) for name, value in outgoing.headers)
    return len(outgoing.body) + len(outgoing.path) + headers
