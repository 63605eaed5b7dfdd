"""Matches requests that Fumehood sends with the exchanges that the probe reports, by their source port."""

import threading
from collections.abc import Callable

from server.model.exchange import AnswerProgress, Exchange
from server.model.outgoing_request import OutgoingRequest


class PendingRequest:
    """A request that we have sent and whose exchange we wait for.

    `started` is set when the probe has reported its start, `finished` when `exchange` is there. `published`
    says whether the exchange has been published; if not, the sender publishes it. `cancel` ends its
    connection, `extend` has it wait so many seconds longer, and `progress` is what has come of the answer.
    """

    def __init__(
        self, port: int, outgoing: OutgoingRequest, cancel: Callable[[], None] | None = None
    ) -> None:
        self.cancel = cancel
        self.extend: Callable[[float], None] | None = None
        self.progress = AnswerProgress()
        self.port = port
        self.outgoing = outgoing
        self.run: str | None = None
        self.number: int | None = None
        self.started = threading.Event()
        self.finished = threading.Event()
        self.exchange: Exchange | None = None
        self.published = True
        self._abandoned = False
        self._lock = threading.Lock()

    def resolve(self, exchange: Exchange, *, published: bool) -> bool:
        """Hand over the finished exchange; return False if the sender has given up."""
        with self._lock:
            if self._abandoned:
                return False
            self.exchange, self.published = exchange, published
            self.finished.set()
            return True

    def abandon(self) -> None:
        """Accept no exchange from now on."""
        with self._lock:
            self._abandoned = True


class PendingRequests:
    """The requests of ours that one guest has not yet answered; safe between threads."""

    def __init__(self) -> None:
        self._by_port: dict[int, PendingRequest] = {}
        self._lock = threading.Lock()

    def add(
        self, port: int, outgoing: OutgoingRequest, cancel: Callable[[], None] | None = None
    ) -> PendingRequest:
        """Register a request before it is sent from `port`, on a connection that carries nothing else."""
        pending = PendingRequest(port, outgoing, cancel)
        with self._lock:
            self._by_port[port] = pending
        return pending

    def remove(self, pending: PendingRequest) -> None:
        """Abandon a request: its sender waits no longer."""
        pending.abandon()
        with self._lock:
            if self._by_port.get(pending.port) is pending:
                del self._by_port[pending.port]

    def match(self, exchange: Exchange) -> None:
        """Assign an exchange that has started to the request sent from its port, if that has none yet."""
        with self._lock:
            pending = self._by_port.get(exchange.client_port or 0)
            if pending is not None and pending.number is None:
                pending.run, pending.number = exchange.run, exchange.number
                pending.started.set()

    def find(self, exchange: Exchange) -> PendingRequest | None:
        """Return the request that the exchange was assigned to; None if it is not one of ours."""
        with self._lock:
            pending = self._by_port.get(exchange.client_port or 0)
        if pending is None or (pending.run, pending.number) != (exchange.run, exchange.number):
            return None
        return pending
