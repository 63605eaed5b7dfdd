"""Tests of the events outside of any exchange."""

from dataclasses import replace

from server.model.event import Event
from server.runner.recording import background
from server.runner.recording.background import EVENT_LIMIT, BackgroundLog
from tests.support.runner import sample_events


def output(text: str, at: float = 0.0) -> Event:
    """An event of the background."""
    body = {"stream": "stdout", "text": text, "omitted": 0}
    return replace(sample_events.event("output", body, 1, background.NUMBER), at=at, thread="worker")


def test_times_are_counted_from_the_first_event() -> None:
    """The guest counts milliseconds; the page shows the time of the day."""
    log = BackgroundLog(clock=lambda: 1000.0)
    log.take(output("a", at=500.0))
    log.take(output("b", at=2500.0))
    assert [event.time for event in log.events()] == [1000.0, 1002.0]


def test_only_the_last_events_are_kept() -> None:
    """However many a guest sends, and however large they are."""
    log = BackgroundLog()
    for number in range(EVENT_LIMIT + 5):
        log.take(output(str(number)))
    assert len(log.events()) == EVENT_LIMIT
    assert log.events()[-1].event.body["text"] == str(EVENT_LIMIT + 4)
    for _ in range(10):
        log.take(output("x" * 500_000))
    assert len(log.events()) <= 8


def test_secrets_are_redacted() -> None:
    """As in an exchange."""
    log = BackgroundLog()
    log.take(output("password='swordfish-77'"))
    assert "swordfish-77" not in log.events()[0].event.body["text"]
