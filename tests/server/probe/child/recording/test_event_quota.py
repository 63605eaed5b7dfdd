"""Tests of which events are sent where there are too many."""

from server.probe.child.recording.event import Event
from server.probe.child.recording.event_quota import (
    ALWAYS_SENT_LIMIT,
    EVENT_LIMIT,
    LAST_OF_A_KIND,
    LEAST_OF_A_KIND,
    EventQuota,
)


def event(kind: str, seq: int = 0) -> Event:
    """An event of a kind."""
    return Event(1, seq, kind, 0.0, None, None, None, {})


def test_each_kind_has_its_part() -> None:
    """Ten thousand statements leave room for logs that come later, and for how the request was answered."""
    quota = EventQuota()
    sent = [seq for seq in range(10_000) if quota.admits(event("sql", seq))]
    assert sent == list(range(EVENT_LIMIT))
    assert sum(quota.admits(event("log")) for _ in range(100)) == LEAST_OF_A_KIND
    assert quota.admits(event("response"))
    assert [held.seq for held in quota.take_held() if held.kind == "sql"] == list(range(9_980, 10_000))
    assert quota.left_out == {"sql": 10_000 - EVENT_LIMIT - LAST_OF_A_KIND, "log": 30}
    assert quota.take_held() == []


def test_even_what_is_always_sent_has_a_limit() -> None:
    """A view may call itself, and its hooks, without end."""
    quota = EventQuota()
    assert sum(quota.admits(event("hook")) for _ in range(ALWAYS_SENT_LIMIT + 50)) == ALWAYS_SENT_LIMIT
