"""Describes a request that we sent and the probe did not see, because the guest's server refused it."""

from typing import Any, Final
from urllib.parse import unquote

from server.model.event import Event
from server.model.exchange import Request
from server.model.outgoing_request import OutgoingRequest
from server.runner.recording.assembler import request_of
from server.runner.redaction.events import redact_events

KEPT_BYTES: Final = 64 << 10


def unobserved_request(outgoing: OutgoingRequest, host: str) -> Request:
    """Return the redacted request that was sent to `host` (host and port)."""
    path, _, query = outgoing.path.partition("?")
    by_name = {name.lower(): value for name, value in outgoing.headers}
    headers = [[name, value] for name, value in outgoing.headers]
    if "host" not in by_name:
        headers.insert(0, ["Host", host])
    kept = outgoing.body[:KEPT_BYTES]
    start: dict[str, Any] = {
        "phase": "request",
        "method": outgoing.method,
        "path": unquote(path, "latin-1"),
        "query": query,
        "script_name": "",
        "headers": headers,
        "environ": {},
    }
    close: dict[str, Any] = {
        "phase": "close",
        "input": {
            "text": kept.decode("utf-8", "replace"),
            "base64": None,
            "size": len(outgoing.body),
            "kept": len(kept),
            "type": by_name.get("content-type", ""),
        },
    }
    events = (
        Event(exchange=0, seq=seq, kind="wsgi", at=0.0, took=None, caller=None, family=None, body=body)
        for seq, body in enumerate((start, close))
    )
    first_event, last_event = redact_events(events)
    return request_of(first_event.body, last_event.body)
