"""Tests of exchanges and their numbering."""

from server.probe.child.recording.event_quota import EVENT_LIMIT, LAST_OF_A_KIND
from server.probe.child.recording.recorder import (
    FAULTS_PER_SENSOR,
    OPEN_LIMIT,
    Exchange,
    Recorder,
    current_exchange,
    open_exchanges,
)
from tests.support.recording_channel import RecordingChannel


def test_spans_are_numbered_in_the_order_in_which_they_start(exchange: Exchange) -> None:
    """Sequence numbers start at 1, and times do not decrease."""
    spans = [exchange.start_span() for _ in range(3)]
    assert [seq for seq, _ in spans] == [1, 2, 3]
    assert [at for _, at in spans] == sorted(at for _, at in spans)


def test_an_event_has_the_time_since_the_exchange_started(
    exchange: Exchange, channel: RecordingChannel
) -> None:
    """`took` ends at `ended`, and is None for an event that is not timed."""
    exchange.emit("view", (4, exchange.started + 0.5), {}, ended=exchange.started + 2.0)
    exchange.emit("log", exchange.start_span(), {}, timed=False)
    (view,), (log,) = channel.events("view"), channel.events("log")
    assert (view.seq, round(view.at, 6), round(view.took, 6)) == (4, 0.5, 1.5)
    assert log.took is None


def test_a_sensor_that_keeps_failing_is_reported_only_a_few_times(
    exchange: Exchange, channel: RecordingChannel
) -> None:
    """Also if the text of its error fails."""

    class Mute(Exception):  # noqa: N818 - its name is in the report
        def __str__(self) -> str:
            raise RuntimeError

    for _ in range(10):
        exchange.report_fault("mute", Mute())
    assert [event.body["problem"] for event in channel.events("probe-fault")] == ["Mute"] * FAULTS_PER_SENSOR


def test_an_exchange_with_too_many_events_counts_those_left_out(
    exchange: Exchange, channel: RecordingChannel
) -> None:
    """Its end has all numbers; after it nothing is reported that only the answer of a request has."""
    for _ in range(EVENT_LIMIT + LAST_OF_A_KIND + 5):
        exchange.emit("log", exchange.start_span(), {}, timed=False)
    exchange.emit("response", exchange.start_span(), {})
    exchange.finish()
    exchange.emit("view", exchange.start_span(), {})
    exchange.finish()
    assert channel.items[-1]["events"] == EVENT_LIMIT + LAST_OF_A_KIND + 1
    assert (channel.items[-1]["left_out"], channel.items[-1]["lost"]) == ({"log": 5}, 0)
    assert len(channel.events("response")) == 1
    assert channel.events("log")[-1].seq == EVENT_LIMIT + LAST_OF_A_KIND + 5


def test_a_started_exchange_is_the_current_one(exchange: Exchange) -> None:
    """The sensors find it without being passed it."""
    assert current_exchange() is exchange
    assert exchange.number == 1


def test_open_exchanges_are_known_until_they_end(channel: RecordingChannel) -> None:
    """Of very many, the oldest are forgotten."""
    recorder = Recorder(channel)  # type: ignore[arg-type]  # it has all that a recorder needs
    started = [recorder.start_exchange() for _ in range(OPEN_LIMIT + 3)]
    assert open_exchanges() == started[3:]
    for exchange in started:
        exchange.finish()
    assert open_exchanges() == []
    Recorder.set_current(None)
