"""Passes the runner's notifications on to every page that is open: a bounded number of bounded streams."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Condition
from typing import Final

from server.model.exchange import Exchange
from server.model.notifications import ExchangeFinished, ExchangeStarted, Notification

STREAM_LIMIT: Final = 8
QUEUE_LIMIT: Final = 256
OPEN_EXCHANGE_LIMIT: Final = 256


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """Sent when nothing has happened for a while, so that a dead connection is noticed."""


@dataclass(frozen=True, slots=True)
class Displaced:
    """The last item of a stream that was closed to make room for a newer one."""


StreamItem = Notification | Heartbeat | Displaced


class LiveFeed:
    """Distributes notifications to the open streams; every method may be called from any thread.

    At most `streams` are open: a further one closes the oldest with `Displaced`, because a reloaded page
    leaves its old stream behind. A stream that is read too slowly loses its oldest items. `heartbeat` is in
    seconds.
    """

    def __init__(self, *, streams: int = STREAM_LIMIT, heartbeat: float = 15.0) -> None:
        self._stream_limit = streams
        self._heartbeat = heartbeat
        self._streams: list[_Stream] = []
        self._changed = Condition()
        self._closed = False
        self._open_exchanges: dict[int, Exchange] = {}

    def handle(self, notification: Notification) -> None:
        """Append the notification to every open stream."""
        with self._changed:
            match notification:
                case ExchangeStarted(exchange):
                    self._open_exchanges[exchange.id] = exchange
                    while len(self._open_exchanges) > OPEN_EXCHANGE_LIMIT:
                        del self._open_exchanges[next(iter(self._open_exchanges))]
                case ExchangeFinished(exchange):
                    self._open_exchanges.pop(exchange.id, None)
                case _:
                    pass
            for stream in self._streams:
                stream.queue.append(notification)
            self._changed.notify_all()

    def open_exchanges(self) -> tuple[Exchange, ...]:
        """Return the exchanges that have started and not finished, newest first."""
        with self._changed:
            return tuple(reversed(self._open_exchanges.values()))

    def listen(self, is_gone: Callable[[], bool] | None = None) -> Iterator[StreamItem]:
        """Open a stream: it yields what is published from now on.

        It ends when the feed is closed, when it is displaced or when the iterator is closed. If `is_gone`
        returns True, its reader has gone away, and its place is given to others first.
        """
        stream = _Stream(is_gone or (lambda: False))
        with self._changed:
            if len(self._streams) >= self._stream_limit:
                gone = next((each for each in self._streams if each.is_gone()), self._streams[0])
                self._streams.remove(gone)
                gone.end_with(Displaced())
            self._streams.append(stream)
            self._changed.notify_all()
        return self._read(stream)

    def close(self) -> None:
        """End every stream at once, and those that are opened later as soon as they are read."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _read(self, stream: "_Stream") -> Iterator[StreamItem]:
        try:
            while True:
                with self._changed:
                    self._changed.wait_for(lambda: stream.queue or self._closed, self._heartbeat)
                    if self._closed:
                        return
                    item = stream.queue.popleft() if stream.queue else Heartbeat()
                yield item
                if isinstance(item, Displaced):
                    return
        finally:
            with self._changed:
                if stream in self._streams:
                    self._streams.remove(stream)


class _Stream:
    """The items that one reader has not read yet."""

    def __init__(self, is_gone: Callable[[], bool]) -> None:
        self.is_gone = is_gone
        self.queue: deque[StreamItem] = deque(maxlen=QUEUE_LIMIT)

    def end_with(self, item: StreamItem) -> None:
        """Replace everything that waits by one last item."""
        self.queue.clear()
        self.queue.append(item)
