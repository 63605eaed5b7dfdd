"""What happens now, handed to every page that listens: a bounded number of bounded streams."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Condition
from typing import Final

from server.model.exchange import Exchange
from server.runner.guests.guests import Guest
from server.store import MailRow

MOST_STREAMS: Final = 8
MOST_WAITING: Final = 256
MOST_UNDERWAY: Final = 256


@dataclass(frozen=True, slots=True)
class RowBegan:
    """An exchange began."""

    exchange: Exchange


@dataclass(frozen=True, slots=True)
class RowEnded:
    """An exchange is complete, or lost."""

    exchange: Exchange


@dataclass(frozen=True, slots=True)
class RowChanged:
    """Something came to an exchange that had ended."""

    exchange: Exchange


@dataclass(frozen=True, slots=True)
class GuestChanged:
    """A guest came into another state."""

    guest: Guest


@dataclass(frozen=True, slots=True)
class MailCaught:
    """A guest has written to somebody."""

    letter: MailRow


@dataclass(frozen=True, slots=True)
class Beat:
    """Nothing happened for a while; lets a dead connection be noticed."""


@dataclass(frozen=True, slots=True)
class Displaced:
    """The last news of a stream that had to make room for a newer one."""


News = RowBegan | RowEnded | RowChanged | GuestChanged | MailCaught | Beat | Displaced


class LiveFeed:
    """Takes news from any thread and gives them to each open stream.

    Beyond `streams` open ones the oldest ends with `Displaced`: a reloaded page leaves its old stream behind.
    A stream that is not read fast enough loses its oldest news. `beat` is in seconds.
    """

    def __init__(self, *, streams: int = MOST_STREAMS, beat: float = 15.0) -> None:
        self._most = streams
        self._beat = beat
        self._streams: list[_Stream] = []
        self._changed = Condition()
        self._closed = False
        self._underway: dict[int, Exchange] = {}

    def began(self, exchange: Exchange) -> None:
        """Tell that an exchange began."""
        with self._changed:
            self._underway[exchange.id] = exchange
            while len(self._underway) > MOST_UNDERWAY:
                del self._underway[next(iter(self._underway))]
        self._publish(RowBegan(exchange))

    def ended(self, exchange: Exchange) -> None:
        """Tell that an exchange is complete."""
        with self._changed:
            self._underway.pop(exchange.id, None)
        self._publish(RowEnded(exchange))

    def changed(self, exchange: Exchange) -> None:
        """Tell that something came to an exchange that had ended."""
        self._publish(RowChanged(exchange))

    def guest(self, guest: Guest) -> None:
        """Tell that a guest came into another state."""
        self._publish(GuestChanged(guest))

    def mailed(self, letter: MailRow) -> None:
        """Tell that a message was caught."""
        self._publish(MailCaught(letter))

    def underway(self) -> tuple[Exchange, ...]:
        """The exchanges that have begun and not ended, newest first."""
        with self._changed:
            return tuple(reversed(self._underway.values()))

    def listen(self) -> Iterator[News]:
        """The news from now on, until the feed is closed, the stream displaced or the iterator closed."""
        stream = _Stream()
        with self._changed:
            if len(self._streams) >= self._most:
                self._streams.pop(0).end(Displaced())
            self._streams.append(stream)
            self._changed.notify_all()
        return self._read(stream)

    def close(self) -> None:
        """End every stream at once; later ones end at once too."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _publish(self, news: News) -> None:
        with self._changed:
            for stream in self._streams:
                stream.waiting.append(news)
            self._changed.notify_all()

    def _read(self, stream: "_Stream") -> Iterator[News]:
        try:
            while True:
                with self._changed:
                    self._changed.wait_for(lambda: stream.waiting or self._closed, self._beat)
                    if self._closed:
                        return
                    news = stream.waiting.popleft() if stream.waiting else Beat()
                yield news
                if isinstance(news, Displaced):
                    return
        finally:
            with self._changed:
                if stream in self._streams:
                    self._streams.remove(stream)


class _Stream:
    def __init__(self) -> None:
        self.waiting: deque[News] = deque(maxlen=MOST_WAITING)

    def end(self, news: News) -> None:
        self.waiting.clear()
        self.waiting.append(news)
