"""A request that the probe never saw, described as if it had."""

from typing import Any, Final
from urllib.parse import unquote

from server.model.event import Event
from server.model.exchange import Request
from server.model.outgoing_request import OutgoingRequest
from server.runner.recording.assembler import request_of
from server.runner.redaction.events import redact_events

KEPT: Final = 64 << 10


def unseen_request(outgoing: OutgoingRequest, host: str) -> Request:
    """The request that was sent to `host`, without its secrets."""
    path, _, query = outgoing.path.partition("?")
    given = {name.lower(): value for name, value in outgoing.headers}
    headers = [[name, value] for name, value in outgoing.headers]
    if "host" not in given:
        headers.insert(0, ["Host", host])
    kept = outgoing.body[:KEPT]
    began: dict[str, Any] = {
        "phase": "request",
        "method": outgoing.method,
        "path": unquote(path, "latin-1"),
        "query": query,
        "script_name": "",
        "headers": headers,
        "environ": {},
    }
    closed: dict[str, Any] = {
        "phase": "close",
        "input": {
            "text": kept.decode("utf-8", "replace"),
            "base64": None,
            "size": len(outgoing.body),
            "kept": len(kept),
            "type": given.get("content-type", ""),
        },
    }
    events = (
        Event(exchange=0, seq=seq, kind="wsgi", at=0.0, took=None, caller=None, family=None, body=body)
        for seq, body in enumerate((began, closed))
    )
    first, last = redact_events(events)
    return request_of(first.body, last.body)
