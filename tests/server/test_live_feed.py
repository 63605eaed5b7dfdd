"""News handed to every page that listens."""

from dataclasses import replace
from queue import Queue
from threading import Thread
from typing import cast

from server.live_feed import (
    MOST_UNDERWAY,
    MOST_WAITING,
    Beat,
    Displaced,
    GuestChanged,
    LiveFeed,
    News,
    RowBegan,
    RowEnded,
)
from server.model.exchange import ExchangeState
from server.runner.guests.guests import Guest
from tests.server.web.stage import exchange

PATIENCE = 5.0


def test_every_stream_hears_everything_in_order() -> None:
    """Two pages that listen hear the same news, in the order told."""
    feed = LiveFeed()
    streams = [feed.listen(), feed.listen()]
    begun, ended, guest = exchange(1), exchange(1), cast(Guest, object())
    feed.began(begun)
    feed.ended(ended)
    feed.guest(guest)
    for stream in streams:
        assert [next(stream) for _ in range(3)] == [RowBegan(begun), RowEnded(ended), GuestChanged(guest)]


def test_news_from_before_are_not_told() -> None:
    """A stream begins with what happens after it was opened."""
    feed = LiveFeed(beat=0.01)
    feed.ended(exchange(1))
    assert next(feed.listen()) == Beat()


def test_silence_is_a_beat() -> None:
    """A stream with no news says so from time to time, so that a dead connection is found."""
    assert next(LiveFeed(beat=0.01).listen()) == Beat()


def test_the_oldest_stream_makes_room() -> None:
    """Beyond the most streams the oldest hears that it is displaced, and ends; the others go on."""
    feed = LiveFeed(streams=2)
    first, second, third = feed.listen(), feed.listen(), feed.listen()
    assert list(first) == [Displaced()]
    feed.ended(exchange(1))
    assert next(second) == next(third) == RowEnded(exchange(1))


def test_a_closed_stream_makes_room_by_itself() -> None:
    """A page that went away does not count against the others."""
    feed = LiveFeed(streams=1)
    gone = feed.listen()
    feed.ended(exchange(1))
    next(gone)
    gone.close()  # type: ignore[attr-defined]  # a generator, as Waitress closes it
    kept = feed.listen()
    feed.ended(exchange(2))
    assert next(kept) == RowEnded(exchange(2))


def test_a_stream_that_is_not_read_loses_its_oldest_news() -> None:
    """What waits for a stuck page is bounded, and the newest is kept."""
    feed = LiveFeed()
    stream = feed.listen()
    for number in range(MOST_WAITING + 5):
        feed.ended(exchange(number))
    assert cast(RowEnded, next(stream)).exchange.id == 5


def test_closing_ends_a_waiting_stream_at_once() -> None:
    """A page that waits for news does not hold up the end: no beat is awaited."""
    feed = LiveFeed(beat=3600)
    heard: Queue[list[News]] = Queue()
    stream = feed.listen()
    reader = Thread(target=lambda: heard.put(list(stream)))
    reader.start()
    feed.close()
    assert heard.get(timeout=PATIENCE) == []
    reader.join(PATIENCE)
    assert list(feed.listen()) == []


def test_exchanges_are_underway_until_they_end() -> None:
    """What has begun can be listed, newest first, until it ends."""
    feed = LiveFeed()
    one, two = (replace(exchange(number), state=ExchangeState.OPEN) for number in (1, 2))
    feed.began(one)
    feed.began(two)
    assert feed.underway() == (two, one)
    feed.ended(exchange(2))
    assert feed.underway() == (one,)


def test_exchanges_that_never_end_are_forgotten() -> None:
    """A guest that begins and never ends does not fill our memory."""
    feed = LiveFeed()
    for number in range(MOST_UNDERWAY + 1):
        feed.began(exchange(number))
    assert len(feed.underway()) == MOST_UNDERWAY
    assert feed.underway()[-1].id == 1
