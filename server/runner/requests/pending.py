"""Finds the exchange of a request that Fumehood itself sent: by the port it was sent from."""

import threading

from server.model.exchange import Exchange
from server.model.outgoing_request import OutgoingRequest


class PendingRequest:
    """One request under way, and the exchange that turns out to be it."""

    def __init__(self, port: int, outgoing: OutgoingRequest) -> None:
        self.port = port
        self.outgoing = outgoing
        self.run: str | None = None
        self.number: int | None = None
        self.begun = threading.Event()
        self.done = threading.Event()
        self.exchange: Exchange | None = None
        self.told = True
        self._closed = False
        self._lock = threading.Lock()

    def offer(self, exchange: Exchange, *, told: bool) -> bool:
        """Hand over the finished exchange; `told` says that the callbacks know it. False if nobody waits."""
        with self._lock:
            if self._closed:
                return False
            self.exchange, self.told = exchange, told
            self.done.set()
            return True

    def close(self) -> None:
        """Take no exchange any more."""
        with self._lock:
            self._closed = True


class PendingRequests:
    """The requests of ours that one guest has not yet answered; safe between threads."""

    def __init__(self) -> None:
        self._waiting: dict[int, PendingRequest] = {}
        self._lock = threading.Lock()

    def issue(self, port: int, outgoing: OutgoingRequest) -> PendingRequest:
        """A ticket for a request about to be sent from `port`, on a connection that carries nothing else."""
        ticket = PendingRequest(port, outgoing)
        with self._lock:
            self._waiting[port] = ticket
        return ticket

    def drop(self, ticket: PendingRequest) -> None:
        """Nobody waits for it any more."""
        ticket.close()
        with self._lock:
            if self._waiting.get(ticket.port) is ticket:
                del self._waiting[ticket.port]

    def begun(self, exchange: Exchange) -> None:
        """An exchange began: if it came from a port of ours, it is that ticket's."""
        with self._lock:
            ticket = self._waiting.get(exchange.client_port or 0)
            if ticket is not None and ticket.number is None:
                ticket.run, ticket.number = exchange.run, exchange.number
                ticket.begun.set()

    def of(self, exchange: Exchange) -> PendingRequest | None:
        """The ticket of an exchange that began earlier, or None."""
        with self._lock:
            ticket = self._waiting.get(exchange.client_port or 0)
        if ticket is None or (ticket.run, ticket.number) != (exchange.run, exchange.number):
            return None
        return ticket
