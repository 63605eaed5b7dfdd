"""The JSON output of `fumehood record`, as docs/schemas/record.json describes it: a contract."""

from collections.abc import Sequence
from typing import Any

from server.lenses.findings.registry import findings_of
from server.model.event import Event
from server.model.exchange import Body, Exchange, Headers, Request, Response

# The probe measures microseconds.
_DIGITS = 3


def exchange_object(exchange: Exchange) -> dict[str, Any]:
    """Return the object that `fumehood record --json` prints; times are milliseconds."""
    return {
        "request": _request(exchange.request),
        "response": None if exchange.response is None else _response(exchange.response),
        "took_ms": _ms(exchange.took),
        "guest": _guest(exchange),
        "findings": [finding.as_json(exchange) for finding in findings_of(exchange)],
        "events": [_event(event) for event in exchange.events],
    }


def _guest(exchange: Exchange) -> dict[str, Any]:
    origin = exchange.origin
    return {
        **exchange.versions.as_dict(),
        "interpreter": origin and origin.interpreter,
        "working_directory": origin and origin.working_directory,
        "app": origin and {"object": origin.app, "file": origin.file, "line": origin.line},
    }


def visit_object(exchanges: Sequence[Exchange]) -> dict[str, Any]:
    """Return the object for several requests, as docs/schemas/record-visit.json describes it."""
    return {"exchanges": [exchange_object(exchange) for exchange in exchanges]}


def _request(request: Request) -> dict[str, Any]:
    return {
        "method": request.method,
        "url": request.url,
        "headers": _headers(request.headers),
        "body": _body(request.body),
    }


def _response(response: Response) -> dict[str, Any]:
    return {
        "status": response.status,
        "headers": _headers(response.headers),
        "body": _body(response.body),
        "size": response.body.size,
    }


def _event(event: Event) -> dict[str, Any]:
    caller = event.caller
    return {
        "kind": event.kind,
        "at_ms": _ms(event.at),
        "took_ms": _ms(event.took),
        "caller": None
        if caller is None
        else {"file": caller.file, "line": caller.line, "function": caller.function},
        "thread": event.thread,
        "body": dict(event.body),
    }


def _headers(headers: Headers) -> list[list[str]]:
    return [[name, value] for name, value in headers]


def _body(body: Body) -> str | dict[str, str]:
    """Return text unchanged and anything else in base64, so that no byte is lost."""
    if body.text is not None:
        return body.text
    from base64 import b64encode  # noqa: PLC0415 - most bodies are text

    return {"base64": b64encode(body.data).decode()}


def _ms(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)
