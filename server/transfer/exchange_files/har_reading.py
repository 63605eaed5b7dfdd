"""Read exchanges from a HAR file, which may hold anything: checked, bounded, and redacted."""

import base64
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from server.model.event import Event
from server.model.exchange import Body, Exchange, ExchangeState, Headers, Request, Response
from server.model.versions import Versions
from server.runner.redaction.events import redact_events
from server.store.checked.faults import Fault, MisfitError
from server.store.checked.values import LONGEST_TEXT, MISFITS, items, moment, number, text, whole

MOST_ENTRIES: Final = 1000
LARGEST_BODY: Final = 1 << 20
_MOST_HEADERS: Final = 200
_LONGEST: Final = 8192


def exchanges_of(value: Any, guest: str) -> tuple[list[Exchange], int]:
    """Return the exchanges of the JSON of a HAR file, and how many entries could not be used.

    Raise one of MISFITS if it is no HAR.
    """
    entries = items(value["log"]["entries"])
    found: list[Exchange] = []
    for position, entry in enumerate(entries[:MOST_ENTRIES], 1):
        try:
            found.append(_redacted(_exchange(entry, guest, position)))
        except MISFITS:
            continue
    return found, len(entries) - len(found)


def _exchange(entry: dict[str, Any], guest: str, position: int) -> Exchange:
    asked = entry["request"]
    url = text(asked["url"], _LONGEST)
    parts = urlsplit(url)
    posted = asked.get("postData") or {}
    kind = text(posted.get("mimeType") or "", _LONGEST)
    response = _response(entry["response"])
    return Exchange(
        run="file",
        guest=guest,
        number=position,
        started_at=moment(
            datetime.fromisoformat(text(entry["startedDateTime"], 64).replace("Z", "+00:00")).timestamp()
        ),
        took=number(entry["time"]) if response is not None else None,
        state=ExchangeState.DONE if response is not None else ExchangeState.LOST,
        request=Request(
            method=text(asked["method"], 32),
            url=url,
            path=parts.path or "/",
            query=parts.query,
            headers=_headers(asked["headers"]),
            body=_body(text(posted.get("text") or "", 32 * LONGEST_TEXT).encode(), kind),
        ),
        response=response,
        versions=Versions(),
        events=(),
    )


def _response(answer: dict[str, Any]) -> Response | None:
    status = whole(answer["status"])
    if not status:
        return None
    content = answer["content"]
    kept = text(content.get("text") or "", 32 * LONGEST_TEXT)
    encoding = content.get("encoding")
    data = base64.b64decode(kept, validate=True) if encoding == "base64" else kept.encode()
    return Response(
        status=status,
        reason=text(answer.get("statusText") or "", 200),
        headers=_headers(answer["headers"]),
        body=_body(data, text(content.get("mimeType") or "", _LONGEST)),
    )


def _body(data: bytes, kind: str) -> Body:
    return Body(data=data[:LARGEST_BODY], size=len(data), content_type=kind)


def _headers(value: object) -> Headers:
    pairs = items(value)
    if len(pairs) > _MOST_HEADERS:
        raise MisfitError(Fault.LONG, f"{len(pairs)} headers")
    return tuple(
        (text(each["name"], _LONGEST), text(each["value"], 8 * _LONGEST))
        for each in pairs
        if not str(each["name"]).startswith(":")  # what HTTP/2 has in the place of the first line
    )


def _redacted(exchange: Exchange) -> Exchange:
    """Return the exchange without secrets, by the rules for what is recorded."""
    request, response = exchange.request, exchange.response
    bodies: list[tuple[str, dict[str, Any]]] = [
        (
            "wsgi",
            {
                "phase": "request",
                "path": request.path,
                "query": request.query,
                "headers": [list(pair) for pair in request.headers],
                "environ": {},
            },
        ),
        ("wsgi", {"phase": "close", "input": _described(request.body)}),
    ]
    if response is not None:
        bodies.append(
            (
                "response",
                {"headers": [list(pair) for pair in response.headers], "body": _described(response.body)},
            )
        )
    events = redact_events(
        Event(exchange=1, seq=seq, kind=kind, at=0.0, took=None, caller=None, family=None, body=body)
        for seq, (kind, body) in enumerate(bodies)
    )
    start, close = events[0].body, events[1].body
    url = urlsplit(request.url)._replace(query=start["query"], fragment="").geturl()
    asked = Request(
        method=request.method,
        url=url,
        path=start["path"],
        query=start["query"],
        headers=tuple((name, value) for name, value in start["headers"]),
        body=_plain(close["input"], request.body),
    )
    answered = None
    if response is not None:
        body = events[2].body
        answered = Response(
            status=response.status,
            reason=response.reason,
            headers=tuple((name, value) for name, value in body["headers"]),
            body=_plain(body["body"], response.body),
        )
    return Exchange(
        run=exchange.run,
        guest=exchange.guest,
        number=exchange.number,
        started_at=exchange.started_at,
        took=exchange.took,
        state=exchange.state,
        request=asked,
        response=answered,
        versions=exchange.versions,
        events=(),
    )


def _described(body: Body) -> dict[str, Any]:
    readable = body.text
    encoded = base64.b64encode(body.data).decode() if readable is None else None
    return {
        "text": readable,
        "base64": encoded,
        "size": body.size,
        "kept": len(body.data),
        "type": body.content_type,
    }


def _plain(described: dict[str, Any], body: Body) -> Body:
    readable = described["text"]
    data = base64.b64decode(described["base64"]) if readable is None else readable.encode("utf-8", "replace")
    return Body(data=data, size=max(body.size, len(data)), content_type=body.content_type)
