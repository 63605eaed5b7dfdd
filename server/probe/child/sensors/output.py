"""The sensor of output: text that the guest writes to `sys.stdout` and `sys.stderr`.

The stream objects stay the same: only their own `write` is wrapped. What the logging and warnings modules
write is left out, for other sensors report it.
"""

from __future__ import annotations

import contextlib
import io
import sys
from sys import _getframe
from types import FrameType
from typing import TYPE_CHECKING, Any

from ..describe.code_ownership import ownership, place
from ..describe.static_access import instance_dict
from ..recording.probe import report_fault
from ..recording.thread_work import Background, current_work
from .sensor import Sensor

if TYPE_CHECKING:
    from ..recording.probe import Probe
    from ..recording.recorder import Exchange
    from ..recording.wsgi_call import Call

KIND = "output"

STREAMS = ("stdout", "stderr")
TEXT_LIMIT = 2_000
TOTAL_LIMIT = 32_000
EVENT_LIMIT = 200
FRAME_LIMIT = 40
REPORTED_ELSEWHERE = ("logging", "warnings")


class PrintedOutput:
    """What one exchange printed: joined until a line ends or another line of code prints."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._stream = ""
        self._frame: tuple[str, int] | None = None
        self._caller: dict[str, Any] | None = None
        self._span = (0, 0.0)
        self._parts: list[str] = []
        self._characters_left = TOTAL_LIMIT
        self._events_left = EVENT_LIMIT
        self._omitted = 0
        # The background has no end, and a limit of its own.
        self._is_limited = not isinstance(exchange, Background)

    def write(self, stream: str, text: str, frame: FrameType | None) -> None:
        """Record what was written, and the frame that wrote it."""
        location = (frame.f_code.co_filename, frame.f_lineno) if frame is not None else None
        if self._parts and (stream, location) != (self._stream, self._frame):
            self.flush()
        kept = text[: min(self._characters_left, TEXT_LIMIT)] if self._events_left > 0 else ""
        if self._is_limited:
            self._omitted += len(text) - len(kept)
            self._characters_left -= len(kept)
        if not kept:
            return
        if not self._parts:
            self._span = self._exchange.start_span()
            self._stream, self._frame = stream, location
            self._caller = place(frame, frame.f_lineno) if frame is not None else None
        self._parts.append(kept)
        if text.endswith("\n"):
            self.flush()

    def flush(self) -> None:
        """Report the text collected so far."""
        text, self._parts = "".join(self._parts), []
        if text:
            self._events_left -= self._is_limited
            family = None if self._frame is None else f"{self._frame[0]}:{self._frame[1]}"
            self._emit({"stream": self._stream, "text": text, "omitted": 0}, family)

    def close(self) -> None:
        """Report the remaining text, and how many characters were left out."""
        self.flush()
        if self._omitted:
            self._span, self._caller = self._exchange.start_span(), None
            self._emit({"stream": self._stream or STREAMS[0], "text": "", "omitted": self._omitted}, None)

    def _emit(self, body: dict[str, Any], family: str | None) -> None:
        self._exchange.emit(KIND, self._span, body, timed=False, caller=self._caller, family=family)


def find_printer() -> tuple[bool, FrameType | None]:
    """Return whether the write is to be reported, and the frame of the guest's own code that prints."""
    frame: FrameType | None = _getframe(3)
    for _ in range(FRAME_LIMIT):
        if frame is None:
            break
        if ownership.is_own(frame.f_code.co_filename):
            return True, frame
        if frame.f_globals.get("__name__") in REPORTED_ELSEWHERE:
            return False, None
        frame = frame.f_back
    return True, None


def record_write(stream: str, text: Any) -> None:
    """Record what is being written to a stream."""
    exchange = current_work()
    if exchange is None or type(text) is not str or not text:
        return
    try:
        is_reported, frame = find_printer()
        if is_reported:
            output = exchange.data.get(KIND)
            if output is None:
                output = exchange.data[KIND] = PrintedOutput(exchange)
            output.write(stream, text, frame)
    except Exception as error:
        report_fault(KIND, error)


def watch_write(name: str, stream: Any) -> None:
    """Wrap the `write` of a stream object."""
    original = stream.write

    def write(text: Any, /) -> Any:
        record_write(name, text)
        return original(text)

    # An object without settable attributes is not watched.
    with contextlib.suppress(AttributeError, TypeError):
        stream.write = write


def is_standard(stream: Any, number: int) -> bool:
    """Return whether a stream is Python's own and writes to this descriptor; no other is asked."""
    if type(stream) is not io.TextIOWrapper:
        return False
    try:
        buffer = stream.buffer
        file = buffer.raw if type(buffer) is io.BufferedWriter else buffer
        return type(file) is io.FileIO and file.fileno() == number
    except (OSError, ValueError):
        return False


class StandardStreams:
    """The standard streams; a guest may replace them by others that write to the same descriptors."""

    def __init__(self) -> None:
        self._known: dict[str, Any] = {}

    def watch_new(self) -> None:
        """Watch each stream that is new and writes to a standard descriptor."""
        for number, name in enumerate(STREAMS, start=1):
            stream = getattr(sys, name, None)
            if stream is None or stream is self._known.get(name):
                continue
            self._known[name] = stream
            if is_standard(stream, number) and "write" not in (instance_dict(stream) or ()):
                watch_write(name, stream)


def on_close(call: Call) -> None:
    """Report what is left."""
    report_rest(call.exchange)


def report_rest(work: Exchange) -> None:
    """Report what is left of the output of one thread."""
    output = work.data.get(KIND)
    if output is not None:
        output.close()


def attach(probe: Probe) -> None:
    """Watch the streams now, and at each request those that are new."""
    streams = StandardStreams()
    streams.watch_new()
    probe.on_request.append((KIND, lambda call: streams.watch_new()))
    probe.on_close.append((KIND, on_close))
    probe.on_thread_end.append((KIND, report_rest))


SENSOR = Sensor(KIND, attach)
