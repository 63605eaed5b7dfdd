"""Converts an exchange to JSON for storage, and back."""

import base64
from dataclasses import asdict, astuple
from typing import Any

from server.model.event import Caller, Event, Folded
from server.model.exchange import Body, Exchange, ExchangeState, Headers, Loss, LossReason, Request, Response
from server.model.origin import Origin, origin_from
from server.store.checked import values
from server.store.checked.faults import Fault, MisfitError
from server.store.checked.values import items, optional, signed, text, whole
from server.store.packing import LARGEST_UNPACKED


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
    """Return the exchange from the object that `to_json` made and from its row.

    Raise one of MISFITS if a value is not as `to_json` writes it.
    """
    request, response = value["request"], value["response"]
    number = values.whole(value["number"])
    return Exchange(
        id=row["id"],
        run=row["run"],
        guest=row["guest"],
        number=number,
        started_at=row["started_at"],
        took=row["took"],
        state=ExchangeState(row["state"]),
        request=Request(
            method=text(request["method"]),
            url=text(request["url"]),
            path=text(request["path"]),
            query=text(request["query"]),
            headers=_to_headers(request["headers"]),
            body=_to_body(request["body"]),
        ),
        response=optional(_to_response, response),
        versions=values.versions(value["versions"]),
        events=tuple(_to_event(event, number) for event in items(value["events"])),
        client_port=optional(whole, value["client_port"]),
        origin=_to_origin(value.get("origin")),
        **_losses(value),
    )


def _to_origin(value: Any) -> Origin | None:
    found = origin_from(value)
    if found is not None:
        text(found.interpreter)
        text(found.working_directory)
        text(found.app)
        optional(text, found.file)
        optional(signed, found.line)
    return found


def _to_response(value: Any) -> Response:
    return Response(
        status=whole(value["status"]),
        reason=text(value["reason"]),
        headers=_to_headers(value["headers"]),
        body=_to_body(value["body"]),
    )


def _to_headers(value: object) -> Headers:
    return tuple((text(name), text(content)) for name, content in items(value))


def _losses(value: dict[str, Any]) -> dict[str, Any]:
    """Return what is missing; an earlier version did not tell what was lost from what was not stored."""
    lost = whole(value["lost_events"])
    if "losses" in value:
        losses = (
            Loss(reason=LossReason(reason), kind=text(kind), number=whole(number))
            for reason, kind, number in items(value["losses"])
        )
        return {"lost_events": lost, "losses": tuple(losses)}
    return {"losses": (Loss(reason=LossReason.UNKNOWN, kind="", number=lost),) if lost else ()}


def _copy(value: Any) -> Any:
    """Return a copy of all containers, so that cutting the stored value leaves the exchange unchanged."""
    if isinstance(value, dict):
        return {name: _copy(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_copy(item) for item in value]
    return value


def _from_body(body: Body) -> dict[str, Any]:
    readable = body.text
    encoded = base64.b64encode(body.data).decode() if readable is None else None
    return {"text": readable, "base64": encoded, "size": body.size, "content_type": body.content_type}


def _to_body(value: dict[str, Any]) -> Body:
    content = value["text"]
    if content is None:
        data = base64.b64decode(text(value["base64"] or "", LARGEST_UNPACKED))
    else:
        data = text(content, LARGEST_UNPACKED).encode()
    return Body(data=data, size=whole(value["size"]), content_type=text(value["content_type"]))


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
    body = value["body"]
    if not isinstance(body, dict):
        raise MisfitError(Fault.MISSING, "an event without a body")
    return Event(
        exchange=exchange,
        seq=whole(value["seq"]),
        kind=text(value["kind"]),
        at=signed(value["at"]),
        took=optional(signed, value["took"]),
        caller=optional(_to_caller, value["caller"]),
        family=optional(text, value["family"]),
        body=body,
        thread=optional(text, value.get("thread")),
        folded=optional(_to_folded, value.get("folded")),
    )


def _to_caller(value: object) -> Caller:
    file, line, function = items(value)
    return Caller(file=text(file), line=int(signed(line)), function=text(function))


def _to_folded(value: object) -> Folded:
    count, took, until = items(value)
    return Folded(count=whole(count), took=signed(took), until=signed(until))
