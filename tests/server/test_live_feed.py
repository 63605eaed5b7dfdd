"""The live feed: notifications for every page that is open."""

from dataclasses import replace
from queue import Queue
from threading import Thread
from typing import cast

from server.live_feed import (
    OPEN_EXCHANGE_LIMIT,
    QUEUE_LIMIT,
    Displaced,
    Heartbeat,
    LiveFeed,
    StreamItem,
)
from server.model.exchange import ExchangeState
from server.model.guest import GuestState
from server.model.notifications import ExchangeFinished, ExchangeStarted, GuestChanged, Notification
from tests.support.fake_guests import make_exchange

PATIENCE = 5.0


def finish(feed: LiveFeed, number: int) -> ExchangeFinished:
    """Publish the end of an exchange."""
    notification = ExchangeFinished(make_exchange(number))
    feed.handle(notification)
    return notification


def test_every_stream_yields_all_notifications_in_order() -> None:
    """Two open pages get the same notifications, in the order in which they were published."""
    feed = LiveFeed()
    streams = [feed.listen(), feed.listen()]
    notifications: list[Notification] = [
        ExchangeStarted(make_exchange(1)),
        ExchangeFinished(make_exchange(1)),
        GuestChanged("g1", GuestState.READY),
    ]
    for notification in notifications:
        feed.handle(notification)
    for stream in streams:
        assert [next(stream) for _ in range(3)] == notifications


def test_a_stream_starts_empty() -> None:
    """What was published before a stream was opened does not appear in it."""
    feed = LiveFeed(heartbeat=0.01)
    finish(feed, 1)
    assert next(feed.listen()) == Heartbeat()


def test_a_silent_stream_yields_heartbeats() -> None:
    """Without notifications a stream yields a heartbeat now and then, so that a dead connection is found."""
    assert next(LiveFeed(heartbeat=0.01).listen()) == Heartbeat()


def test_the_oldest_stream_is_displaced() -> None:
    """Beyond the limit the oldest stream ends with `Displaced`; the others go on."""
    feed = LiveFeed(streams=2)
    first, second, third = feed.listen(), feed.listen(), feed.listen()
    assert list(first) == [Displaced()]
    notification = finish(feed, 1)
    assert next(second) == next(third) == notification


def test_a_closed_stream_does_not_count() -> None:
    """A page that has gone away does not displace another one."""
    feed = LiveFeed(streams=1)
    closed = feed.listen()
    finish(feed, 1)
    next(closed)
    closed.close()  # type: ignore[attr-defined]  # a generator, as Waitress closes it
    stream = feed.listen()
    notification = finish(feed, 2)
    assert next(stream) == notification


def test_a_stream_that_is_not_read_loses_its_oldest_items() -> None:
    """What waits for a stuck page is bounded, and the newest items are kept."""
    feed = LiveFeed()
    stream = feed.listen()
    for number in range(QUEUE_LIMIT + 5):
        finish(feed, number)
    assert cast(ExchangeFinished, next(stream)).exchange.id == 5


def test_closing_ends_a_waiting_stream_at_once() -> None:
    """A page that waits does not delay the shutdown until the next heartbeat."""
    feed = LiveFeed(heartbeat=3600)
    items: Queue[list[StreamItem]] = Queue()
    stream = feed.listen()
    reader = Thread(target=lambda: items.put(list(stream)))
    reader.start()
    feed.close()
    assert items.get(timeout=PATIENCE) == []
    reader.join(PATIENCE)
    assert list(feed.listen()) == []


def test_open_exchanges_are_listed_until_they_finish() -> None:
    """The newest comes first."""
    feed = LiveFeed()
    one, two = (replace(make_exchange(number), state=ExchangeState.OPEN) for number in (1, 2))
    feed.handle(ExchangeStarted(one))
    feed.handle(ExchangeStarted(two))
    assert feed.open_exchanges() == (two, one)
    finish(feed, 2)
    assert feed.open_exchanges() == (one,)


def test_exchanges_that_never_finish_are_dropped() -> None:
    """A guest that starts exchanges and never finishes them does not fill our memory."""
    feed = LiveFeed()
    for number in range(OPEN_EXCHANGE_LIMIT + 1):
        feed.handle(ExchangeStarted(make_exchange(number)))
    assert len(feed.open_exchanges()) == OPEN_EXCHANGE_LIMIT
    assert feed.open_exchanges()[-1].id == 1


def test_a_reader_that_has_gone_makes_room_first() -> None:
    """A page that was closed loses its place before one that still listens, however old that one is."""
    gone = False
    feed = LiveFeed(streams=2, heartbeat=0.01)
    oldest = feed.listen(lambda: False)
    closed = feed.listen(lambda: gone)
    gone = True
    feed.listen()
    assert next(oldest) == Heartbeat()
    assert next(closed) == Displaced()
