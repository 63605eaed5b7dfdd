"""The sensor of responses: status, headers and body that the guest's application sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..describe.static_access import is_a
from .sensor import Sensor

if TYPE_CHECKING:
    from ..recording.probe import Probe
    from ..recording.wsgi_call import Call

KIND = "response"


def status_of(status: str) -> tuple[int, str]:
    """Return number and reason of a WSGI status."""
    number, _, reason = status.partition(" ")
    return (int(number) if number.isdigit() else 0), reason


def is_streamed(call: Call) -> bool:
    """Return whether the body was handed over without a length known in advance."""
    if call.upgraded or call.header("content-length") or call.environ.get("REQUEST_METHOD") == "HEAD":
        return False
    if call.status is not None and call.status[:3] in ("204", "304"):
        return False
    for base in (list, tuple):
        if is_a(call.iterable, base):
            return base.__len__(call.iterable) > 1
    return True


def on_close(call: Call) -> None:
    """Report the response, if there was one."""
    if call.response_span is None or call.status is None:
        return
    status = call.status
    started = call.exchange.started
    first_byte_at = call.first_byte_at
    content_type = call.header("content-type")
    captured = call.response_body
    headers = call.headers
    was_streamed = is_streamed(call)

    def body() -> dict[str, Any]:
        number, reason = status_of(status)
        return {
            "status": number,
            "reason": reason,
            "headers": [[str(name), str(value)] for name, value in headers],
            "body": captured.as_body(content_type),
            "content_type": content_type,
            "streamed": was_streamed,
            "first_byte": None if first_byte_at is None else round((first_byte_at - started) * 1000, 4),
        }

    # What follows an upgrade is not part of the response.
    call.exchange.emit(KIND, call.response_span, body, ended=first_byte_at if call.upgraded else None)


def attach(probe: Probe) -> None:
    """Listen to the end of the call."""
    probe.on_close.append((KIND, on_close))


SENSOR = Sensor(KIND, attach)
