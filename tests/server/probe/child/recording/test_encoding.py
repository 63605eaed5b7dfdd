"""Tests of the encoding of events as JSON."""

import json
from typing import Any

import pytest

from server.probe.child.recording import encoding
from server.probe.child.recording.encoding import RawJson, encode_event, join_json
from server.probe.child.recording.event import Event


def event(seq: int = 1, body: Any = None, **more: Any) -> Event:
    """An event of one exchange."""
    facts: dict[str, Any] = {"exchange": 1, "seq": seq, "kind": "log", "at": 0.001, "took": None}
    return Event(**{**facts, "caller": None, "family": None, "body": body or {}, **more})


def decoded(one: Event, limit: int = 10_000) -> dict[str, Any]:
    """What the host reads of an event."""
    found: dict[str, Any] = json.loads(encode_event(one, limit))
    return found


def test_an_envelope_has_eight_fields_in_milliseconds() -> None:
    """Seconds inside, milliseconds outside."""
    assert decoded(
        event(3, {"a": 1}, took=0.5, family="f", caller={"file": "x", "line": 1, "function": "y"})
    ) == {
        "exchange": 1,
        "seq": 3,
        "kind": "log",
        "at": 1.0,
        "took": 500.0,
        "caller": {"file": "x", "line": 1, "function": "y"},
        "family": "f",
        "body": {"a": 1},
    }


def test_a_body_may_be_made_late_or_be_ready() -> None:
    """A function is called when it is sent, ready JSON is taken as it is."""
    assert decoded(event(body=lambda: {"late": True}))["body"] == {"late": True}
    assert decoded(event(body=RawJson('{"raw":1}')))["body"] == {"raw": 1}
    assert decoded(event(body=lambda: join_json({"a": 1}, {"b": "[2]"})))["body"] == {"a": 1, "b": [2]}


@pytest.mark.parametrize("body", [{"x": object()}, lambda: 1 / 0, {"x": "y" * 20_000}])
def test_what_cannot_be_sent_becomes_a_fault(body: Any) -> None:
    """The place in the order is kept, and the fault says which sensor it was."""
    fault = decoded(event(5, body))
    assert (fault["kind"], fault["seq"], fault["body"]["sensor"]) == ("probe-fault", 5, "log")
    assert fault["body"]["problem"]
    assert fault["body"]["lost"] == 1


def test_text_that_is_no_unicode_is_sent_all_the_same() -> None:
    """A lone surrogate becomes a question mark."""
    assert decoded(event(body={"x": "a\udc80b", "y": "é😀"}))["body"] == {"x": "a?b", "y": "é😀"}


def test_the_fast_encoder_writes_what_the_standard_one_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the fast one is missing, the standard one takes its place."""
    value = {"é": [1, 2.5, None, True, "a\n\u2028"], "b": {"c": []}}
    fast = encoding.make_encoder()(value)
    monkeypatch.setattr(json.encoder, "c_make_encoder", None)
    assert encoding.make_encoder()(value) == fast
    assert json.loads(fast) == value
