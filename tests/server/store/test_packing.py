"""Tests of the limit on the size of a stored exchange."""

import base64
import os
from collections import Counter
from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from server.model.exchange import Body, Loss, LossReason, Response
from server.store.packing import STORED_BYTES, pack, unpack
from server.store.serialise import from_json, to_json
from tests.support.sample_exchanges import event, exchange

ROW = {"id": 1, "run": "run1", "guest": "guest1", "started_at": 1001.0, "took": 2.5, "state": "done"}


def test_a_small_exchange_is_kept_whole() -> None:
    """Nothing is cut if everything fits."""
    value = to_json(exchange())
    assert unpack(pack(to_json(exchange()))) == value
    assert from_json(value, ROW) == exchange()


def test_large_bodies_are_cut_and_say_so() -> None:
    """A body that does not compress is cut to fit, and its full size is still known."""
    noise = os.urandom(200_000)
    kept = exchange(
        response=Response(status=200, reason="", headers=(), body=Body(data=noise, size=len(noise)))
    )
    packed = pack(to_json(kept))
    assert len(packed) <= STORED_BYTES
    again = from_json(unpack(packed), ROW)
    assert again.response is not None
    assert again.response.body.truncated
    assert again.response.body.size == 200_000
    assert noise.startswith(again.response.body.data)
    assert again.events == kept.events


def test_the_longest_is_cut_first() -> None:
    """A long repr is cut and marked, short ones stay, and the exchange in memory is unchanged."""
    long = os.urandom(60_000).hex()
    context = {
        "rows": {"type": "list", "repr": long, "cut": False},
        "name": {"type": "str", "repr": "'Ada'", "cut": False},
    }
    text = {"text": long, "base64": None, "size": 120_000, "kept": 120_000, "type": "text/plain"}
    binary = {
        "text": None,
        "base64": base64.b64encode(os.urandom(90_000)).decode(),
        "size": 90_000,
        "kept": 90_000,
        "type": "",
    }
    whole = exchange(
        events=(
            event("template", {"context": context}),
            event("response", {"body": text, "lines": [[1, long]]}),
            event("wsgi", {"input": binary}),
        )
    )
    packed = pack(to_json(whole))
    assert len(packed) <= STORED_BYTES
    template, response, wsgi = from_json(unpack(packed), ROW).events
    assert template.body["context"]["rows"]["cut"] is True
    assert template.body["context"]["rows"]["repr"].endswith("…")
    assert template.body["context"]["name"] == context["name"]
    assert response.body["body"]["kept"] == len(response.body["body"]["text"]) < 120_000
    assert response.body["body"]["size"] == 120_000
    assert len(base64.b64decode(wsgi.body["input"]["base64"])) >= wsgi.body["input"]["kept"] - 2
    assert context["rows"]["cut"] is False
    assert text["kept"] == 120_000


def test_of_too_many_similar_events_most_are_only_counted() -> None:
    """The first ones and the last are kept, and the first says how many there were."""
    many = tuple(event("log", {"message": os.urandom(40).hex()}, seq) for seq in range(3000))
    packed = pack(to_json(exchange(events=many)))
    assert len(packed) <= STORED_BYTES
    again = from_json(unpack(packed), ROW)
    assert sum(each.times for each in again.events) == 3000
    assert (again.events[0].body, again.events[-1]) == (many[0].body, many[-1])
    assert again.losses == ()


def test_of_too_many_different_events_every_other_one_is_left_out() -> None:
    """They are counted by kind, with the reason, and what came after them is kept."""
    middle = (
        replace(event("sql", {"statement": os.urandom(60).hex()}, seq), family=str(seq))
        for seq in range(2, 3000)
    )
    last = event("response", {"status": 200}, 3001)
    many = (event("view", {}, 1), *middle, event("log", {"message": "done"}, 3000), last)
    again = from_json(unpack(pack(to_json(exchange(events=many)))), ROW)
    kinds = Counter(each.kind for each in again.events)
    assert (kinds["view"], kinds["log"], kinds["response"]) == (1, 1, 1)
    assert again.losses == (Loss(reason=LossReason.STORE, kind="sql", number=2998 - kinds["sql"]),)
    assert kinds["sql"] > 200
    gaps = [after.seq - before.seq for before, after in pairwise(again.events)]
    assert max(gaps) <= 2 * 3000 / kinds["sql"]


def test_an_exchange_of_an_earlier_version_says_no_reason() -> None:
    """It did not tell what was lost on its way from what was not stored."""
    value = to_json(exchange(lost_events=3))
    del value["losses"]
    again = from_json(value, ROW)
    assert again.losses == (Loss(reason=LossReason.UNKNOWN, kind="", number=3),)
    assert again.lost_events == 0


@given(st.lists(st.binary(max_size=40_000), max_size=6))
def test_no_exchange_is_larger(parts: list[bytes]) -> None:
    """Whatever the events contain, the limit holds."""
    events = tuple(event("log", {"message": part.hex(), "parts": [part.hex()]}) for part in parts)
    assert len(pack(to_json(exchange(events=events)))) <= STORED_BYTES
