"""Finished exchanges, with requests and responses, for tests of code that stores or lists them."""

from typing import Any

from server.model.claim import Outcome, Verdict
from server.model.event import Caller, Event
from server.model.exchange import Body, Exchange, ExchangeState, Request, Response
from server.model.versions import Versions


def event(kind: str, body: dict[str, Any], seq: int = 1) -> Event:
    """Return an event with a caller."""
    return Event(
        exchange=1,
        seq=seq,
        kind=kind,
        at=1.5,
        took=0.25,
        caller=Caller(file="app.py", line=7, function="index"),
        family="f",
        body=body,
    )


def exchange(number: int = 1, **changes: Any) -> Exchange:
    """Return a finished exchange; `number` is also its id."""
    fields: dict[str, Any] = {
        "id": number,
        "run": "run1",
        "guest": "guest1",
        "number": number,
        "started_at": 1000.0 + number,
        "took": 2.5,
        "state": ExchangeState.DONE,
        "request": Request(
            method="POST",
            url="http://localhost:5000/orders/7?a=1",
            path="/orders/7",
            query="a=1",
            headers=(("Host", "localhost"), ("X", "1"), ("X", "2")),
            body=Body(data=b"a=1", size=3, content_type="text/plain"),
        ),
        "response": Response(
            status=200,
            reason="OK",
            headers=(("Content-Type", "image/png"),),
            body=Body(data=b"\x89PNG\xff", size=5, content_type="image/png"),
        ),
        "versions": Versions(python="3.12", flask="3.1", werkzeug="3.1", server="waitress 3"),
        "events": (event("routing", {"endpoint": "orders.show", "tried": [{"rule": "/"}]}),),
        "client_port": 40000,
        "lost_events": 0,
    }
    return Exchange(**{**fields, **changes})


def request(path: str, method: str = "GET") -> Request:
    """Return a request for a path."""
    return Request(method=method, url=f"http://localhost{path}", path=path, query="", headers=())


def response(status: int) -> Response:
    """Return an empty response."""
    return Response(status=status, reason="", headers=())


def verdict(*exchanges: object, **changes: object) -> Verdict:
    """Return a verdict that these exchanges decided."""
    fields: dict[str, object] = {
        "lab": "session",
        "claim": "encrypted",
        "outcome": Outcome.FAILS,
        "reason": "It was read without the key.",
        "expected": Outcome.FAILS,
        "versions": Versions(flask="3.1"),
        "took": 12.5,
        "decided_at": 5.0,
        "exchanges": tuple(exchanges),
    }
    return Verdict(**{**fields, **changes})  # type: ignore[arg-type]  # the fields are as they must be
