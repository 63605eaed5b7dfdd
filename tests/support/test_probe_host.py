"""Tests of how the minimal host explains that an event is missing or invalid."""

from typing import Any

import pytest

from tests.support.probe_host import RecordedExchange, refusals


def event(kind: str, **body: Any) -> dict[str, Any]:
    """Return what matters of an event."""
    return {"kind": kind, "seq": 1, "body": body}


def test_a_missing_event_is_explained() -> None:
    """The message has the state of the sensor, the faults, and what the app raised."""
    fault = event("probe-fault", sensor="sql", problem="NameError: x", lost=0)
    error = event("exception", where="view", type="TypeError", message="too few")
    exchange = RecordedExchange(3, {"sql": "on"}, [fault, error])
    for look_for in (exchange.body, exchange.event):
        with pytest.raises(AssertionError) as caught:
            look_for("sql")
        assert str(caught.value).split("\n") == [
            "no sql event in exchange 3",
            "its sensor: on",
            "the kinds that were reported: exception, probe-fault",
            "the sensor sql failed: NameError: x",
            "an exception in view: TypeError: too few",
        ]
    with pytest.raises(AssertionError, match="its sensor: none of this name is registered"):
        exchange.event("sqll")


def test_events_without_the_wanted_facts_are_listed() -> None:
    """Then the kind was reported, only otherwise than the test expects."""
    exchange = RecordedExchange(3, {"log": "on"}, [event("log", level="INFO")])
    with pytest.raises(AssertionError, match=r"0 of log .*'DEBUG'.*'INFO'"):
        exchange.body("log", level="DEBUG")


def test_an_event_that_breaks_the_schema_is_refused() -> None:
    """As by the real host, and the message has the event."""
    body = {"stream": "stdout", "text": "baking", "omitted": 0}
    envelope = {"exchange": 1, "at": 0.5, "took": None, "caller": None, "family": None, "thread": None}
    assert refusals({**envelope, **event("output", **body)}) == []
    (refusal,) = refusals({**envelope, **event("output", **{**body, "omitted": None})})
    assert refusal.startswith("an invalid message (output event); BODIES in ")
    assert "'omitted': None" in refusal
