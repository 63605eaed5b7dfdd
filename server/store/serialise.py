"""Converts an exchange to JSON for storage, and back."""

import base64
from dataclasses import asdict, astuple
from typing import Any

from server.model.event import Caller, Event, Folded
from server.model.exchange import Body, Exchange, ExchangeState, Loss, LossReason, Request, Response
from server.model.origin import origin_from
from server.model.versions import Versions


def to_json(exchange: Exchange) -> dict[str, Any]:
    """Return the exchange as a JSON object that shares no containers with it."""
    response = exchange.response
    request = exchange.request
    return {
        "number": exchange.number,
        "client_port": exchange.client_port,
        "lost_events": exchange.lost_events,
        "losses": [[loss.reason, loss.kind, loss.number] for loss in exchange.losses],
        "versions": asdict(exchange.versions),
        "origin": exchange.origin and exchange.origin.as_dict(),
        "request": {
            "method": request.method,
            "url": request.url,
            "path": request.path,
            "query": request.query,
            "headers": [list(pair) for pair in request.headers],
            "body": _from_body(request.body),
        },
        "response": response
        and {
            "status": response.status,
            "reason": response.reason,
            "headers": [list(pair) for pair in response.headers],
            "body": _from_body(response.body),
        },
        "events": [_from_event(event) for event in exchange.events],
    }


def from_json(value: dict[str, Any], row: dict[str, Any]) -> Exchange:
    """Return the exchange from the object that `to_json` made and from its row."""
    request, response = value["request"], value["response"]
    return Exchange(
        id=row["id"],
        run=row["run"],
        guest=row["guest"],
        number=value["number"],
        started_at=row["started_at"],
        took=row["took"],
        state=ExchangeState(row["state"]),
        request=Request(
            method=request["method"],
            url=request["url"],
            path=request["path"],
            query=request["query"],
            headers=tuple((name, text) for name, text in request["headers"]),
            body=_to_body(request["body"]),
        ),
        response=response
        and Response(
            status=response["status"],
            reason=response["reason"],
            headers=tuple((name, text) for name, text in response["headers"]),
            body=_to_body(response["body"]),
        ),
        versions=Versions(**value["versions"]),
        events=tuple(_to_event(event, value["number"]) for event in value["events"]),
        client_port=value["client_port"],
        origin=origin_from(value.get("origin")),
        **_losses(value),
    )


def _losses(value: dict[str, Any]) -> dict[str, Any]:
    """Return what is missing; an earlier version did not tell what was lost from what was not stored."""
    if "losses" in value:
        losses = (
            Loss(reason=LossReason(reason), kind=kind, number=number)
            for reason, kind, number in value["losses"]
        )
        return {"lost_events": value["lost_events"], "losses": tuple(losses)}
    number = value["lost_events"]
    return {"losses": (Loss(reason=LossReason.UNKNOWN, kind="", number=number),) if number else ()}


def _copy(value: Any) -> Any:
    """Return a copy of all containers, so that cutting the stored value leaves the exchange unchanged."""
    if isinstance(value, dict):
        return {name: _copy(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_copy(item) for item in value]
    return value


def _from_body(body: Body) -> dict[str, Any]:
    text = body.text
    encoded = base64.b64encode(body.data).decode() if text is None else None
    return {"text": text, "base64": encoded, "size": body.size, "content_type": body.content_type}


def _to_body(value: dict[str, Any]) -> Body:
    text = value["text"]
    data = base64.b64decode(value["base64"] or "") if text is None else text.encode()
    return Body(data=data, size=value["size"], content_type=value["content_type"])


def _from_event(event: Event) -> dict[str, Any]:
    caller = event.caller
    return {
        "seq": event.seq,
        "kind": event.kind,
        "at": event.at,
        "took": event.took,
        "caller": caller and [caller.file, caller.line, caller.function],
        "family": event.family,
        "body": _copy(event.body),
        **({} if event.thread is None else {"thread": event.thread}),
        **({} if event.folded is None else {"folded": list(astuple(event.folded))}),
    }


def _to_event(value: dict[str, Any], exchange: int) -> Event:
    caller, folded = value["caller"], value.get("folded")
    return Event(
        exchange=exchange,
        seq=value["seq"],
        kind=value["kind"],
        at=value["at"],
        took=value["took"],
        caller=caller and Caller(file=caller[0], line=caller[1], function=caller[2]),
        family=value["family"],
        body=value["body"],
        thread=value.get("thread"),
        folded=folded and Folded(count=folded[0], took=folded[1], until=folded[2]),
    )
