"""Tests of the encoding of events as JSON."""

import json
from typing import Any

import pytest

from server.probe.child.recording import encoding
from server.probe.child.recording.encoding import RawJson, encode_event, join_json
from server.probe.child.recording.event import Event


def event(seq: int = 1, body: Any = None, **more: Any) -> Event:
    """Return an event of one exchange."""
    facts: dict[str, Any] = {"exchange": 1, "seq": seq, "kind": "log", "at": 0.001, "took": None}
    return Event(**{**facts, "caller": None, "family": None, "body": body or {}, **more})


def decode(event_to_send: Event, limit: int = 10_000) -> dict[str, Any]:
    """Return what the host reads of an event."""
    envelope: dict[str, Any] = json.loads(encode_event(event_to_send, limit))
    return envelope


def test_an_envelope_has_nine_fields_and_times_in_milliseconds() -> None:
    """Its times are in seconds inside the probe."""
    assert decode(
        event(3, {"a": 1}, took=0.5, family="f", caller={"file": "x", "line": 1, "function": "y"})
    ) == {
        "exchange": 1,
        "seq": 3,
        "kind": "log",
        "at": 1.0,
        "took": 500.0,
        "caller": {"file": "x", "line": 1, "function": "y"},
        "family": "f",
        "thread": None,
        "body": {"a": 1},
    }


def test_a_body_may_be_a_function_or_encoded_already() -> None:
    """The function is called when the event is sent."""
    assert decode(event(body=lambda: {"late": True}))["body"] == {"late": True}
    assert decode(event(body=RawJson('{"raw":1}')))["body"] == {"raw": 1}
    assert decode(event(body=lambda: join_json({"a": 1}, {"b": "[2]"})))["body"] == {"a": 1, "b": [2]}


@pytest.mark.parametrize("body", [{"x": object()}, lambda: 1 / 0, {"x": "y" * 20_000}])
def test_an_event_that_cannot_be_sent_becomes_a_fault(body: Any) -> None:
    """It keeps its sequence number, and the fault names the sensor."""
    fault = decode(event(5, body))
    assert (fault["kind"], fault["seq"], fault["body"]["sensor"]) == ("probe-fault", 5, "log")
    assert fault["body"]["problem"]
    assert fault["body"]["lost"] == 1


def test_text_with_lone_surrogates_is_sent() -> None:
    """They become question marks."""
    assert decode(event(body={"x": "a\udc80b", "y": "é😀"}))["body"] == {"x": "a?b", "y": "é😀"}


def test_the_fast_encoder_writes_what_the_standard_one_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The latter is used where the former is missing."""
    value = {"é": [1, 2.5, None, True, "a\n\u2028"], "b": {"c": []}}
    fast = encoding.make_encoder()(value)
    monkeypatch.setattr(json.encoder, "c_make_encoder", None)
    assert encoding.make_encoder()(value) == fast
    assert json.loads(fast) == value


@pytest.mark.parametrize("number", [2**80, -(2**60), 1e300, float("nan"), float("inf")])
def test_a_number_that_the_host_refuses_becomes_a_fault(number: float) -> None:
    """The channel goes on; the same digits in a text are no number."""
    fault = decode(event(body={"value": [number]}))
    assert (fault["kind"], fault["body"]["lost"]) == ("probe-fault", 1)
    assert decode(event(body={"text": f"{number}"}))["body"] == {"text": f"{number}"}


def test_a_message_that_is_too_long_is_sent_shorter() -> None:
    """Its texts and lists are cut, and its numbers are finite."""
    long = {
        "type": "ready",
        "text": "x" * 600_000,
        "list": ["y"] * 30_000,
        "number": 2**80,
        "nan": float("nan"),
    }
    message = json.loads(encoding.encode_message(long, 100_000))
    assert message["type"] == "ready"
    assert (len(message["text"]), len(message["list"])) == (encoding.TEXT_LIMIT, encoding.ITEM_LIMIT)
    assert message["number"] == message["nan"] == encoding.LARGEST_NUMBER
    short = {"type": "end", "text": "12345678901234567890"}
    assert json.loads(encoding.encode_message(short, 100_000)) == short
