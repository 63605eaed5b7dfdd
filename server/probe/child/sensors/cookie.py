"""The sensor of cookies: those of the request and those that its response sets, with their size."""

from __future__ import annotations

from email.utils import mktime_tz, parsedate_tz
from typing import TYPE_CHECKING, Any

from ..recording.clock import clock
from .sensor import Sensor

if TYPE_CHECKING:
    from ..recording.probe import Probe
    from ..recording.wsgi_call import Call

KIND = "cookie"

SIZE_LIMIT = 4093
"""Bytes of a Set-Cookie header above which Werkzeug warns, for browsers silently ignore such cookies."""

ATTRIBUTE_NAMES = {
    "path": "Path",
    "domain": "Domain",
    "expires": "Expires",
    "max-age": "Max-Age",
    "httponly": "HttpOnly",
    "secure": "Secure",
    "samesite": "SameSite",
    "partitioned": "Partitioned",
    "priority": "Priority",
}


def size_in_bytes(text: str) -> int:
    """Return the bytes of a header's text, which WSGI encodes as Latin-1."""
    return len(text.encode("latin-1", "replace"))


def parse_cookie_header(header: str) -> dict[str, Any]:
    """Return the body of the event for a Cookie header."""
    cookies = []
    for part in header.split(";"):
        pair = part.strip()
        if pair:
            name, _, value = pair.partition("=")
            cookies.append({"name": name, "value": value, "bytes": size_in_bytes(pair)})
    return {"direction": "sent", "cookies": cookies, "bytes": size_in_bytes(header)}


def is_deletion(attributes: dict[str, Any], now: float) -> bool:
    """Return whether a browser deletes the cookie at once; Max-Age has precedence over Expires."""
    max_age = attributes.get("Max-Age")
    if isinstance(max_age, str) and max_age.lstrip("-").isdigit():
        return int(max_age) <= 0
    expires = attributes.get("Expires")
    if isinstance(expires, str):
        parsed = parsedate_tz(expires)
        return parsed is not None and mktime_tz(parsed) <= now
    return False


def parse_set_cookie(header: str) -> dict[str, Any]:
    """Return the body of the event for a Set-Cookie header."""
    pair, *rest = header.split(";")
    name, _, value = pair.strip().partition("=")
    attributes: dict[str, Any] = {}
    for part in rest:
        key, equals, text = part.strip().partition("=")
        if key:
            attributes[ATTRIBUTE_NAMES.get(key.lower(), key)] = text if equals else True
    total = size_in_bytes(header)
    return {
        "direction": "set",
        "name": name,
        "value": value,
        "bytes": total,
        "pair_bytes": size_in_bytes(pair.strip()),
        "limit": SIZE_LIMIT,
        "over": total > SIZE_LIMIT,
        "deletes": is_deletion(attributes, clock.wall()),
        "attributes": attributes,
        "raw": header,
    }


def on_request(call: Call) -> None:
    """Report the cookies that the request sent."""
    header = call.environ_text("HTTP_COOKIE")
    if header:
        call.exchange.emit(KIND, call.exchange.start_span(), parse_cookie_header(header), timed=False)


def on_response_start(call: Call) -> None:
    """Record the cookies that the response sets; a second `start_response` replaces those of the first."""
    call.exchange.data[KIND] = [
        (call.exchange.start_span(), str(value))
        for name, value in call.headers
        if name.lower() == "set-cookie"
    ]


def on_close(call: Call) -> None:
    """Report the cookies that the response set, unless the response was withdrawn."""
    if call.withdrawn is not None:
        return
    for span, header in call.exchange.data.get(KIND, ()):
        facts = parse_set_cookie(header)
        call.exchange.emit(KIND, span, facts, timed=False, family=facts["name"])


def attach(probe: Probe) -> None:
    """Listen to the start of the request, of the response, and to the end."""
    probe.on_request.append((KIND, on_request))
    probe.on_response_start.append((KIND, on_response_start))
    probe.on_close.append((KIND, on_close))


SENSOR = Sensor(KIND, attach)
