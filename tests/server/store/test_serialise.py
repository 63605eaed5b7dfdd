"""Tests of the JSON form in which exchanges are stored."""

import json
from dataclasses import replace

from server.model.exchange import Body, Response
from server.model.origin import Origin
from server.store.serialise import from_json, to_json
from tests.support.sample_exchanges import event, exchange

ROW = {"id": 1, "run": "run1", "guest": "guest1", "started_at": 1001.0, "took": 2.5, "state": "done"}


def test_an_exchange_survives_a_round_trip_through_json() -> None:
    """The result equals the exchange, with text and binary bodies alike."""
    text = Response(status=200, reason="OK", headers=(), body=Body(data="é".encode(), size=2))
    for original in (exchange(), exchange(response=text), exchange(response=None)):
        assert from_json(json.loads(json.dumps(to_json(original))), ROW) == original


def test_an_exchange_keeps_its_origin() -> None:
    """One that an older version stored has none."""
    origin = Origin(interpreter="/python", working_directory="/shop", app="app:app", file="/a.py", line=3)
    stored = json.loads(json.dumps(to_json(replace(exchange(), origin=origin))))
    assert from_json(stored, ROW).origin == origin
    del stored["origin"]
    assert from_json(stored, ROW).origin is None


def test_the_json_shares_nothing_with_the_exchange() -> None:
    """Cutting what is stored leaves the exchange that is shown unchanged."""
    original = exchange(events=(event("log", {"parts": [{"text": "whole"}]}),))
    to_json(original)["events"][0]["body"]["parts"][0]["text"] = "cut"
    assert original.events[0].body["parts"][0]["text"] == "whole"
