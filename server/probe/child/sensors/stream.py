"""The sensor of streams: when the parts of a body of unknown length were handed over, and how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .response import is_streamed
from .sensor import Sensor

if TYPE_CHECKING:
    from ..recording.probe import Probe
    from ..recording.wsgi_call import Call

KIND = "stream"

FAILED = "stream failed"
"""The key in `Exchange.data` of whether an exception ended the sending."""


def on_failure(call: Call, _error: BaseException, where: str) -> None:
    """Note that an exception ended the sending of the response."""
    if where == "response":
        call.exchange.data[FAILED] = True


def end_of(call: Call) -> str | None:
    """Return how a stream ended; None if that is not known."""
    if FAILED in call.exchange.data:
        return "failed"
    if call.exhausted:
        return "finished"
    file_wrapper = call.environ.get("wsgi.file_wrapper")
    return None if type(call.iterable) is file_wrapper else "abandoned"


def on_close(call: Call) -> None:
    """Report the stream, if the response was one."""
    if call.response_span is None or call.upgraded or call.status is None or not is_streamed(call):
        return
    exchange = call.exchange
    ended = exchange.now()

    def since_start(moment: float) -> float:
        return round((moment - exchange.started) * 1000, 4)

    has_bytes = call.first_byte_at is not None
    body = {
        "end": end_of(call),
        "chunks": call.chunks,
        "bytes": call.response_body.size,
        "first": None if call.first_byte_at is None else since_start(call.first_byte_at),
        "last": since_start(call.last_byte_at) if has_bytes else None,
        "pause": round(call.longest_pause * 1000, 4),
        "closed": since_start(ended),
    }
    seq, _ = exchange.start_span()
    exchange.emit(KIND, (seq, call.response_span[1]), body, ended=ended)


def attach(probe: Probe) -> None:
    """Listen to the end of the call, and to the exceptions that end it."""
    probe.on_failure.append((KIND, on_failure))
    probe.on_close.append((KIND, on_close))


SENSOR = Sensor(KIND, attach)
