"""What the server handed to the guest's application, and how the application ended."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from ..describe.describe import describe, describe_all
from ..recording.encoding import RawJson, join, to_json
from .sensor import Sensor

if TYPE_CHECKING:
    from ..recording.call import Call
    from ..recording.probe import Probe

KIND = "wsgi"

ENVIRON_LIMIT = 4200
LASTING = (str, int, bool)
CONSTANT = ("wsgi.version", "wsgi.errors", "wsgi.file_wrapper")
REMEMBERED = 500
BARE_HEADERS = ("CONTENT_TYPE", "CONTENT_LENGTH")

_parts: dict[str, tuple[Any, str]] = {}
_titles: dict[str, str] = {}


def headers_of(environ: dict[str, Any]) -> list[list[str]]:
    """The request's headers as far as an environ tells: the server has joined those of one name."""
    found = []
    for name, value in environ.items():
        if name.startswith("HTTP_") or (name in BARE_HEADERS and value):
            title = _titles.get(name)
            if title is None:
                bare = name[5:] if name.startswith("HTTP_") else name
                title = bare.replace("_", "-").title()
                if len(_titles) < REMEMBERED:
                    _titles[name] = title
            found.append([title, str(value)])
    return found


def port_of(environ: dict[str, Any]) -> int | None:
    """The client's port, where the server tells it."""
    port = str(environ.get("REMOTE_PORT", ""))
    return int(port) if port.isdigit() else None


def requested(call: Call) -> None:
    """Report the request before the application sees it."""
    environ = dict(call.environ)
    others = {
        name: value for name, value in environ.items() if type(value) not in LASTING and name not in CONSTANT
    }
    described = describe_all(others) if others else {}
    now = time.time()

    def body() -> RawJson:
        facts = {
            "phase": "request",
            "method": str(environ.get("REQUEST_METHOD", "")),
            "path": _text(environ.get("PATH_INFO", "")),
            "query": str(environ.get("QUERY_STRING", "")),
            "script_name": _text(environ.get("SCRIPT_NAME", "")),
            "http_version": str(environ.get("SERVER_PROTOCOL", "")).partition("/")[2],
            "remote_port": port_of(environ),
            "headers": headers_of(environ),
            "started_at": now,
        }
        parts = [
            part_of(name, value)
            if name not in described
            else f"{to_json(str(name))}:{to_json(described[name])}"
            for name, value in environ.items()
        ]
        return join(facts, {"environ": f"{{{','.join(parts)}}}"})

    seq, _ = call.exchange.start_span()
    call.exchange.emit(KIND, (seq, call.exchange.started), body, timed=False)


def part_of(name: str, value: Any) -> str:
    """One environ entry as JSON; most are the same in every request, so the last one is remembered."""
    known = _parts.get(name)
    if known is not None and type(known[0]) is type(value) and known[0] == value:
        return known[1]
    text = f"{to_json(str(name))}:{to_json(describe(value, ENVIRON_LIMIT))}"
    if len(_parts) >= REMEMBERED:
        _parts.clear()
    _parts[name] = (value, text)
    return text


def _text(value: Any) -> str:
    """A path as people write it: WSGI hands over bytes as Latin-1."""
    return str(value).encode("latin-1", "replace").decode("utf-8", "replace")


def input_complete(call: Call) -> bool:
    """Whether the application read its input to the end."""
    length = str(call.environ.get("CONTENT_LENGTH") or "")
    if length.isdigit():
        return call.request_body.size >= int(length)
    tee = call.input
    return "HTTP_TRANSFER_ENCODING" not in call.environ or (tee is not None and tee.exhausted)


def closed(call: Call) -> None:
    """Report the end, when the server closed the iterable."""
    content_type = str(call.environ.get("CONTENT_TYPE", ""))
    facts = {
        "phase": "close",
        "iterable": None if call.iterable is None else type(call.iterable).__name__,
        "chunks": call.chunks,
        "sent": call.response_body.size,
        "has_close": call.has_close,
        "closed": call.was_closed,
        "start_response": call.starts,
        "write_used": call.write_used,
        "withdrawn": call.withdrawn,
        "input_complete": input_complete(call),
    }
    kept = call.request_body

    def body() -> RawJson:
        return join(facts, {"input": to_json(kept.body(content_type))})

    call.exchange.emit(KIND, call.exchange.start_span(), body, timed=False)


def attach(probe: Probe) -> None:
    """Be the first to see a request and the last to see its end."""
    probe.on_request.insert(0, (KIND, requested))
    probe.on_close.append((KIND, closed))


SENSOR = Sensor(KIND, attach)
