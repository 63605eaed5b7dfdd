"""What a guest remembers about requests across all its starts."""

import threading
from collections.abc import Callable

from server.model.exchange import Exchange
from server.runner.requests.pending import PendingRequests
from server.runner.requests.replay_cache import ReplayCache

ExchangeListener = Callable[[Exchange], None]


class GuestRequests:
    """The pending requests, the originals for replay, and who listens to requests of others.

    Safe between threads.
    """

    def __init__(self) -> None:
        self.pending = PendingRequests()
        self.originals = ReplayCache()
        self._lock = threading.Lock()
        self._listeners: tuple[ExchangeListener, ...] = ()

    def subscribe(self, listener: ExchangeListener) -> Callable[[], None]:
        """Have `listener` called with each exchange of a request that others sent; return how to end that."""
        with self._lock:
            self._listeners = (*self._listeners, listener)

        def unsubscribe() -> None:
            with self._lock:
                self._listeners = tuple(each for each in self._listeners if each is not listener)

        return unsubscribe

    def notify_listeners(self, exchange: Exchange) -> None:
        """Pass on an exchange of a request that we did not send, after it has been published."""
        for listener in self._listeners:
            listener(exchange)
