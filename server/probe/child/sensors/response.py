"""What the guest's application answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .sensor import Sensor

if TYPE_CHECKING:
    from ..recording.call import Call
    from ..recording.probe import Probe

KIND = "response"


def status_of(status: str) -> tuple[int, str]:
    """The number and the words of a WSGI status."""
    number, _, reason = status.partition(" ")
    return (int(number) if number.isdigit() else 0), reason


def streamed(call: Call) -> bool:
    """Whether the body was handed over without its length being known before."""
    if call.header("content-length") or call.environ.get("REQUEST_METHOD") == "HEAD":
        return False
    if call.status is not None and call.status[:3] in ("204", "304"):
        return False
    return not (isinstance(call.iterable, (list, tuple)) and len(call.iterable) <= 1)


def closed(call: Call) -> None:
    """Report the response, if there was one."""
    if call.response_span is None or call.status is None:
        return
    status = call.status
    began = call.exchange.started
    first = call.first_byte
    content_type = call.header("content-type")
    kept = call.response_body
    headers = call.headers
    is_streamed = streamed(call)

    def body() -> dict[str, Any]:
        number, reason = status_of(status)
        return {
            "status": number,
            "reason": reason,
            "headers": [[str(name), str(value)] for name, value in headers],
            "body": kept.body(content_type),
            "content_type": content_type,
            "streamed": is_streamed,
            "first_byte": None if first is None else round((first - began) * 1000, 4),
        }

    call.exchange.emit(KIND, call.response_span, body)


def attach(probe: Probe) -> None:
    """Report when the server is done with the response."""
    probe.on_close.append((KIND, closed))


SENSOR = Sensor(KIND, attach)
