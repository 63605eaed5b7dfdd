"""The JSON of one exchange."""

import json
from dataclasses import replace

import jsonschema

from desktop.cli.record.json_output import exchange_object
from server.model.event import Caller, Event
from server.model.exchange import Body, Exchange, ExchangeState, Request, Response
from server.model.origin import Origin
from server.model.versions import Versions
from server.runner.channel.event_schemas import KINDS
from tests.sources import ROOT

SCHEMA = json.loads((ROOT / "docs" / "schemas" / "record.json").read_text())


def an_exchange(response: Response | None) -> Exchange:
    """An exchange with one event."""
    event = Event(
        exchange=1,
        seq=1,
        kind="view",
        at=1.23456,
        took=None,
        caller=Caller(file="app.py", line=3, function="index"),
        family=None,
        body={"name": "index"},
    )
    return Exchange(
        run="r",
        guest="g",
        number=1,
        started_at=0.0,
        took=2.00049,
        state=ExchangeState.DONE,
        request=Request(
            method="GET", url="http://localhost:1/", path="/", query="", headers=(("A", "1"), ("A", "2"))
        ),
        response=response,
        versions=Versions(),
        events=(event,),
    )


def test_an_exchange_is_what_the_schema_says() -> None:
    """Repeated headers stay apart, times are rounded to a microsecond, a cut body still tells its size."""
    body = Body(data="häl".encode()[:-2], size=4000, content_type="text/plain")
    found = exchange_object(an_exchange(Response(status=200, reason="OK", headers=(), body=body)))
    jsonschema.validate(found, SCHEMA, cls=jsonschema.Draft202012Validator)
    assert found["request"]["headers"] == [["A", "1"], ["A", "2"]]
    assert (found["took_ms"], found["events"][0]["at_ms"], found["events"][0]["took_ms"]) == (
        2.0,
        1.235,
        None,
    )
    assert found["response"] == {"status": 200, "headers": [], "body": "h", "size": 4000}


def test_the_guest_is_named_with_its_interpreter_and_app() -> None:
    """They are null where they are not known."""
    origin = Origin(
        interpreter="/python", working_directory="/shop", app="app:app", file="/shop/a.py", line=3
    )
    found = exchange_object(replace(an_exchange(None), origin=origin))
    jsonschema.validate(found, SCHEMA, cls=jsonschema.Draft202012Validator)
    guest = found["guest"]
    assert (guest["interpreter"], guest["working_directory"]) == ("/python", "/shop")
    assert guest["app"] == {"object": "app:app", "file": "/shop/a.py", "line": 3}
    unknown = exchange_object(an_exchange(None))["guest"]
    assert (unknown["interpreter"], unknown["working_directory"], unknown["app"]) == (None, None, None)


def test_no_response_is_null() -> None:
    """An app that answered nothing has none, and the object is still valid."""
    found = exchange_object(an_exchange(None))
    jsonschema.validate(found, SCHEMA, cls=jsonschema.Draft202012Validator)
    assert found["response"] is None


def test_the_schema_knows_every_kind_of_event() -> None:
    """An exchange with any event is as documented."""
    kinds = SCHEMA["properties"]["events"]["items"]["properties"]["kind"]["enum"]
    assert sorted(kinds) == sorted(KINDS)
