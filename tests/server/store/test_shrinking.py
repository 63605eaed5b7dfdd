"""Tests of folding similar events and leaving others out."""

from dataclasses import replace

from server.model.event import Event, Folded
from server.store.serialise import from_json, to_json
from server.store.shrinking import fold_repeats, leave_out_evenly
from tests.support.sample_exchanges import event, exchange

ROW = {"id": 1, "run": "run1", "guest": "guest1", "started_at": 1001.0, "took": 2.5, "state": "done"}


def statements(count: int, **changes: object) -> tuple[Event, ...]:
    """Similar statements, each a millisecond after the one before."""
    return tuple(
        replace(event("sql", {"error": None}, seq), at=float(seq), took=0.5, **changes)  # type: ignore[arg-type]  # fields of an event
        for seq in range(count)
    )


def test_the_first_of_similar_events_counts_the_others() -> None:
    """Folding again adds to the number; times are those of all."""
    value = to_json(exchange(events=statements(100)))
    for keep in (10, 4):
        fold_repeats(value, keep)
    first, *others = from_json(value, ROW).events
    assert first.folded == Folded(count=96, took=48.0, until=98.0)
    assert (first.times, first.total_took, len(others)) == (97, 48.5, 3)
    assert others[-1].seq == 99


def test_only_similar_events_are_folded() -> None:
    """Not those of another line or thread, failed ones, or what says how the request was answered."""
    failed = replace(event("sql", {"error": "no such table"}, 5), at=5.0)
    events = (
        *statements(3),
        *statements(3, thread="worker"),
        *statements(3, family="other"),
        *(failed,) * 4,
        *(event("hook", {}, 7),) * 4,
    )
    value = to_json(exchange(events=events))
    fold_repeats(value, 3)
    assert len(value["events"]) == len(events)


def test_the_ends_of_a_stage_stay_as_long_as_possible() -> None:
    """Then they go, and at last everything."""
    events = (event("view", {}, 0), *statements(9), event("response", {}, 10))
    value = to_json(exchange(events=events))
    assert leave_out_evenly(value)
    kept = [each["seq"] for each in value["events"] if each["kind"] == "sql"]
    assert kept == [0, 2, 4, 6, 8]
    while leave_out_evenly(value):
        pass
    assert value["events"] == []
