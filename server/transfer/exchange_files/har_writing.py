"""Write exchanges as HAR 1.2, which browsers, proxies and request clients read."""

import base64
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from http.cookies import CookieError, SimpleCookie
from importlib import metadata
from typing import Any, Final
from urllib.parse import parse_qsl

from server.model.exchange import Body, Exchange, Headers, Request, Response

VERSION: Final = "1.2"
UNKNOWN: Final = -1
_HTTP: Final = "HTTP/1.1"
_FORM: Final = "application/x-www-form-urlencoded"


def to_har(exchanges: Iterable[Exchange]) -> bytes:
    """Return the text of a HAR file with the exchanges, which are redacted as in the history."""
    log = {
        "version": VERSION,
        "creator": {"name": "Fumehood", "version": metadata.version("fumehood")},
        "pages": [],
        "entries": [_entry(exchange) for exchange in exchanges],
    }
    return json.dumps({"log": log}, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _entry(exchange: Exchange) -> dict[str, Any]:
    started = datetime.fromtimestamp(exchange.started_at, UTC)
    took = max(exchange.took or 0.0, 0.0)
    return {
        "startedDateTime": started.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "time": took,
        "request": _request(exchange.request),
        "response": _response(exchange.response),
        "cache": {},
        "timings": {"send": 0, "wait": took, "receive": 0},
    }


def _request(request: Request) -> dict[str, Any]:
    body = request.body
    posted = {"postData": _posted(body)} if body.size else {}
    return {
        "method": request.method,
        "url": request.url,
        "httpVersion": _HTTP,
        "cookies": _cookies(request.headers, "cookie"),
        "headers": _pairs(request.headers),
        "queryString": _pairs(parse_qsl(request.query, keep_blank_values=True)),
        **posted,
        "headersSize": UNKNOWN,
        "bodySize": body.size,
    }


def _posted(body: Body) -> dict[str, Any]:
    """Return the body of a request; HAR has no place for bytes that are no text."""
    text = body.text
    posted: dict[str, Any] = {"mimeType": body.content_type, "text": text if text is not None else ""}
    if text is None:
        posted["comment"] = f"{body.size} bytes that are no text"
    elif body.content_type.startswith(_FORM):
        posted["params"] = _pairs(parse_qsl(text, keep_blank_values=True))
    return posted


def _response(response: Response | None) -> dict[str, Any]:
    """Return the response; browsers write the status 0 where none came."""
    found = response or Response(status=0, reason="", headers=())
    return {
        "status": found.status,
        "statusText": found.reason,
        "httpVersion": _HTTP,
        "cookies": _cookies(found.headers, "set-cookie"),
        "headers": _pairs(found.headers),
        "content": _content(found.body),
        "redirectURL": found.header("Location") or "",
        "headersSize": UNKNOWN,
        "bodySize": found.body.size,
    }


def _content(body: Body) -> dict[str, Any]:
    content: dict[str, Any] = {"size": body.size, "mimeType": body.content_type}
    if body.text is not None:
        content["text"] = body.text
    else:
        content |= {"text": base64.b64encode(body.data).decode(), "encoding": "base64"}
    if body.truncated:
        content["comment"] = f"only the first {len(body.data)} bytes were recorded"
    return content


def _cookies(headers: Headers, kind: str) -> list[dict[str, str]]:
    found = []
    for name, value in headers:
        if name.lower() != kind:
            continue
        jar: SimpleCookie = SimpleCookie()
        try:
            jar.load(value)
        except CookieError:
            continue
        found += [{"name": key, "value": morsel.coded_value} for key, morsel in jar.items()]
    return found


def _pairs(pairs: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in pairs]
