"""The sensor of WSGI: what the server passed to the application, and how the call ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..describe.describe import describe, describe_all
from ..describe.static_access import type_name
from ..recording.clock import clock
from ..recording.encoding import RawJson, join_json, to_json
from .sensor import Sensor

if TYPE_CHECKING:
    from ..recording.probe import Probe
    from ..recording.wsgi_call import Call

KIND = "wsgi"

ENVIRON_LIMIT = 4200
PLAIN_TYPES = (str, int, bool)
CONSTANT_KEYS = ("wsgi.version", "wsgi.errors", "wsgi.file_wrapper")
CACHE_LIMIT = 500
UNPREFIXED_HEADERS = ("CONTENT_TYPE", "CONTENT_LENGTH")

_part_cache: dict[str, tuple[Any, str]] = {}
_title_cache: dict[str, str] = {}


def headers_of(environ: dict[str, Any]) -> list[list[str]]:
    """Return the request's headers as far as an environ has them: the server joined those of one name."""
    headers = []
    for name, value in environ.items():
        if name.startswith("HTTP_") or (name in UNPREFIXED_HEADERS and value):
            title = _title_cache.get(name)
            if title is None:
                key = name[5:] if name.startswith("HTTP_") else name
                title = key.replace("_", "-").title()
                if len(_title_cache) < CACHE_LIMIT:
                    _title_cache[name] = title
            headers.append([title, str(value)])
    return headers


def port_of(environ: dict[str, Any]) -> int | None:
    """Return the client's port, or None if the server does not provide it."""
    port = str(environ.get("REMOTE_PORT", ""))
    return int(port) if port.isdigit() else None


def on_request(call: Call) -> None:
    """Report the request before the application is called."""
    environ = dict(call.environ)
    special_values = {
        name: value
        for name, value in environ.items()
        if type(value) not in PLAIN_TYPES and name not in CONSTANT_KEYS
    }
    described = describe_all(special_values) if special_values else {}
    # No object that the guest has put there is kept: it would live longer by that and end on another thread.
    environ.update((name, described[name]["repr"]) for name in special_values)
    now = clock.wall()

    def body() -> RawJson:
        facts = {
            "phase": "request",
            "method": str(environ.get("REQUEST_METHOD", "")),
            "path": _decode_path(environ.get("PATH_INFO", "")),
            "query": str(environ.get("QUERY_STRING", "")),
            "script_name": _decode_path(environ.get("SCRIPT_NAME", "")),
            "http_version": str(environ.get("SERVER_PROTOCOL", "")).partition("/")[2],
            "remote_port": port_of(environ),
            "headers": headers_of(environ),
            "started_at": now,
        }
        parts = [
            environ_part(name, value)
            if name not in described
            else f"{to_json(str(name))}:{to_json(described[name])}"
            for name, value in environ.items()
        ]
        return join_json(facts, {"environ": f"{{{','.join(parts)}}}"})

    seq, _ = call.exchange.start_span()
    call.exchange.emit(KIND, (seq, call.exchange.started), body, timed=False)


def environ_part(name: str, value: Any) -> str:
    """Return one environ entry as JSON; most recur in every request, so the last value of each is cached."""
    cached = _part_cache.get(name)
    if cached is not None and type(cached[0]) is type(value) and cached[0] == value:
        return cached[1]
    text = f"{to_json(str(name))}:{to_json(describe(value, ENVIRON_LIMIT))}"
    if len(_part_cache) >= CACHE_LIMIT:
        _part_cache.clear()
    _part_cache[name] = (value, text)
    return text


def _decode_path(value: Any) -> str:
    """Return a path as text; WSGI passes its bytes as Latin-1."""
    return str(value).encode("latin-1", "replace").decode("utf-8", "replace")


def input_complete(call: Call) -> bool:
    """Return whether the application read its input to the end."""
    length = call.environ_text("CONTENT_LENGTH")
    if length.isdigit():
        return call.request_body.size >= int(length)
    tee = call.input
    return "HTTP_TRANSFER_ENCODING" not in call.environ or (tee is not None and tee.exhausted)


def on_close(call: Call) -> None:
    """Report the end of the call: the server has closed the iterable."""
    content_type = call.environ_text("CONTENT_TYPE")
    facts = {
        "phase": "close",
        "iterable": None if call.iterable is None else type_name(call.iterable),
        "chunks": call.chunks,
        "sent": call.response_body.size,
        "has_close": call.has_close,
        "closed": call.was_closed,
        "start_response": call.start_response_calls,
        "write_used": call.write_used,
        "withdrawn": call.withdrawn,
        "input_complete": input_complete(call),
    }
    captured = call.request_body

    def body() -> RawJson:
        return join_json(facts, {"input": to_json(captured.as_body(content_type))})

    call.exchange.emit(KIND, call.exchange.start_span(), body, timed=False)


def attach(probe: Probe) -> None:
    """Listen to each request before all other sensors, and to the end of the call."""
    probe.on_request.insert(0, (KIND, on_request))
    probe.on_close.append((KIND, on_close))


SENSOR = Sensor(KIND, attach)
