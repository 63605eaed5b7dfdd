"""Tests of what is recorded outside of the threads that answer requests."""

from collections.abc import Iterator
from typing import Any

import pytest

from server.probe.child.recording import thread_work
from server.probe.child.recording.recorder import LATE_LIMIT, LATE_SECONDS, Exchange, Recorder
from server.probe.child.recording.thread_work import (
    BACKGROUND_LIMIT,
    BACKGROUND_NUMBER,
    Background,
    current_work,
    hand_on,
    start_background,
    start_work,
)
from tests.support.recording_channel import RecordingChannel


@pytest.fixture
def background(channel: RecordingChannel, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A process that records its background."""
    monkeypatch.setattr(thread_work, "_streams", [])
    monkeypatch.setattr(thread_work, "_of_thread", thread_work.BackgroundOfThread())
    start_background(channel)  # type: ignore[arg-type]  # it has all that is needed
    yield
    Recorder.set_current(None)


def log(work: Any) -> None:
    """Report an event."""
    work.emit("log", work.start_span(), {}, timed=False)


def test_the_work_of_a_thread_belongs_to_the_exchange(exchange: Exchange, channel: RecordingChannel) -> None:
    """It shares the numbers and not the state, and of a thread's thread it is the same exchange."""
    work = hand_on()
    assert work is not None
    start_work(work, "worker")
    deeper = hand_on()
    assert deeper is not None
    assert deeper.parent is exchange
    work.data["sql"] = 1
    assert exchange.data == {}
    log(exchange)
    log(work)
    work.emit("view", work.start_span(), {})
    assert [(event.seq, event.thread) for event in channel.items] == [(1, None), (2, "worker")]
    deeper.finish()
    exchange.finish()
    assert channel.items[-1]["threads"] == 1
    work.finish()
    assert channel.items[-1] == {"type": "rested", "exchange": exchange.number}


def test_after_the_end_the_events_of_threads_are_added_for_a_while(
    exchange: Exchange, channel: RecordingChannel, background: None
) -> None:
    """Then they are events of the background."""
    work = hand_on()
    assert work is not None
    start_work(work, "worker")
    exchange.finish()
    assert current_work() is work
    log(work)
    assert (channel.items[-1].exchange, channel.items[-1].thread) == (exchange.number, "worker")
    exchange.ended -= LATE_SECONDS
    assert isinstance(current_work(), Background)
    assert hand_on() is None
    exchange.ended += LATE_SECONDS
    exchange.late = LATE_LIMIT
    assert isinstance(current_work(), Background)


def test_what_is_done_outside_of_an_exchange_is_the_background(
    channel: RecordingChannel, background: None
) -> None:
    """Its events have the number 0 and the name of their thread; hooks and views are none of them."""
    work = current_work()
    assert work is not None
    assert not work.counts_rows()
    log(work)
    work.emit("view", work.start_span(), {})
    (event,) = channel.items
    assert (event.exchange, event.thread) == (BACKGROUND_NUMBER, "MainThread")


def test_of_too_many_events_in_a_second_the_others_are_counted(
    channel: RecordingChannel, background: None
) -> None:
    """A thread that logs in a loop must not keep the events of requests away."""
    work = current_work()
    assert work is not None
    for second in (1.0, 2.0):
        for _ in range(BACKGROUND_LIMIT + 5):
            work.emit("log", (1, work.started + second), {}, timed=False)
    assert len(channel.events("log")) == 2 * BACKGROUND_LIMIT
    assert [fault.body["lost"] for fault in channel.events("probe-fault")] == [5]


def test_a_process_without_background_records_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """So is a process that the guest starts."""
    monkeypatch.setattr(thread_work, "_streams", [])
    assert current_work() is None
