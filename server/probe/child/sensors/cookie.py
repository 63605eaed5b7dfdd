"""The cookies of a request and of its response, with their bytes against what browsers keep."""

from __future__ import annotations

import time
from email.utils import mktime_tz, parsedate_tz
from typing import TYPE_CHECKING, Any

from .sensor import Sensor

if TYPE_CHECKING:
    from ..recording.call import Call
    from ..recording.probe import Probe

KIND = "cookie"

LIMIT = 4093
"""Bytes of a whole Set-Cookie header beyond which Werkzeug warns, for browsers drop such cookies silently."""

SPELLING = {
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


def size(text: str) -> int:
    """The bytes of a header's text, which WSGI writes as Latin-1."""
    return len(text.encode("latin-1", "replace"))


def sent_cookies(header: str) -> dict[str, Any]:
    """What a Cookie header holds."""
    found = []
    for part in header.split(";"):
        pair = part.strip()
        if pair:
            name, _, value = pair.partition("=")
            found.append({"name": name, "value": value, "bytes": size(pair)})
    return {"direction": "sent", "cookies": found, "bytes": size(header)}


def deletes(attributes: dict[str, Any], now: float) -> bool:
    """Whether a browser throws the cookie away at once; Max-Age wins over Expires."""
    age = attributes.get("Max-Age")
    if isinstance(age, str) and age.lstrip("-").isdigit():
        return int(age) <= 0
    expires = attributes.get("Expires")
    if isinstance(expires, str):
        parsed = parsedate_tz(expires)
        return parsed is not None and mktime_tz(parsed) <= now
    return False


def set_cookie(header: str) -> dict[str, Any]:
    """What a Set-Cookie header says."""
    pair, *rest = header.split(";")
    name, _, value = pair.strip().partition("=")
    attributes: dict[str, Any] = {}
    for part in rest:
        key, equals, text = part.strip().partition("=")
        if key:
            attributes[SPELLING.get(key.lower(), key)] = text if equals else True
    total = size(header)
    return {
        "direction": "set",
        "name": name,
        "value": value,
        "bytes": total,
        "pair_bytes": size(pair.strip()),
        "limit": LIMIT,
        "over": total > LIMIT,
        "deletes": deletes(attributes, time.time()),
        "attributes": attributes,
        "raw": header,
    }


def requested(call: Call) -> None:
    """Report the cookies that came."""
    header = call.environ.get("HTTP_COOKIE")
    if header:
        call.exchange.emit(KIND, call.exchange.start_span(), sent_cookies(str(header)), timed=False)


def started(call: Call) -> None:
    """Note when the cookies go; a later start replaces the headers of an earlier one."""
    begun = [
        (call.exchange.start_span(), str(value))
        for name, value in call.headers
        if name.lower() == "set-cookie"
    ]
    call.exchange.data[KIND] = begun


def closed(call: Call) -> None:
    """Report the cookies that went; those of an answer that was withdrawn did not."""
    if call.withdrawn is not None:
        return
    for span, header in call.exchange.data.get(KIND, ()):
        facts = set_cookie(header)
        call.exchange.emit(KIND, span, facts, timed=False, family=facts["name"])


def attach(probe: Probe) -> None:
    """Look at both ends of an exchange, and at where its response starts."""
    probe.on_request.append((KIND, requested))
    probe.on_response_start.append((KIND, started))
    probe.on_close.append((KIND, closed))


SENSOR = Sensor(KIND, attach)
