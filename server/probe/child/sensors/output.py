"""What the guest prints while it answers: text written to `sys.stdout` and `sys.stderr`.

The stream objects stay what they are: only their own `write` has a watcher before it. What the logging and
warnings modules write is left out, for they have sensors of their own.
"""

from __future__ import annotations

import contextlib
import sys
from types import FrameType
from typing import TYPE_CHECKING, Any

from ..describe.code_ownership import ownership, place
from ..recording.probe import report_fault
from ..recording.recorder import Exchange, current_exchange
from .sensor import Sensor

if TYPE_CHECKING:
    from ..recording.call import Call
    from ..recording.probe import Probe

KIND = "output"

STREAMS = ("stdout", "stderr")
TEXT_LIMIT = 2_000
TOTAL_LIMIT = 32_000
PRINTS_LIMIT = 200
FRAMES = 40
TOLD_ELSEWHERE = ("logging", "warnings")


class PrintedOutput:
    """What one exchange printed: joined until a line ends or another line of code prints."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._stream = ""
        self._frame: tuple[str, int] | None = None
        self._caller: dict[str, Any] | None = None
        self._span = (0, 0.0)
        self._parts: list[str] = []
        self._room = TOTAL_LIMIT
        self._left = PRINTS_LIMIT
        self._omitted = 0

    def write(self, stream: str, text: str, frame: FrameType | None) -> None:
        """Note what was written, and from where."""
        where = (frame.f_code.co_filename, frame.f_lineno) if frame is not None else None
        if self._parts and (stream, where) != (self._stream, self._frame):
            self.flush()
        kept = text[: min(self._room, TEXT_LIMIT)] if self._left > 0 else ""
        self._omitted += len(text) - len(kept)
        self._room -= len(kept)
        if not kept:
            return
        if not self._parts:
            self._span = self._exchange.start_span()
            self._stream, self._frame = stream, where
            self._caller = place(frame, frame.f_lineno) if frame is not None else None
        self._parts.append(kept)
        if text.endswith("\n"):
            self.flush()

    def flush(self) -> None:
        """Report what has come together."""
        text, self._parts = "".join(self._parts), []
        if text:
            self._left -= 1
            family = None if self._frame is None else f"{self._frame[0]}:{self._frame[1]}"
            self._emit({"stream": self._stream, "text": text, "omitted": 0}, family)

    def close(self) -> None:
        """Report what is left, and how much was left out."""
        self.flush()
        if self._omitted:
            self._span, self._caller = self._exchange.start_span(), None
            self._emit({"stream": self._stream or STREAMS[0], "text": "", "omitted": self._omitted}, None)

    def _emit(self, body: dict[str, Any], family: str | None) -> None:
        self._exchange.emit(KIND, self._span, body, timed=False, caller=self._caller, family=family)


def printer() -> tuple[bool, FrameType | None]:
    """Whether this is to be told, and the frame of the guest's own code that prints."""
    frame: FrameType | None = sys._getframe(3)
    for _ in range(FRAMES):
        if frame is None:
            break
        if ownership.is_own(frame.f_code.co_filename):
            return True, frame
        if frame.f_globals.get("__name__") in TOLD_ELSEWHERE:
            return False, None
        frame = frame.f_back
    return True, None


def note(stream: str, text: Any) -> None:
    """Note what is being written to a stream."""
    exchange = current_exchange()
    if exchange is None or type(text) is not str or not text:
        return
    try:
        told, frame = printer()
        if told:
            printed = exchange.data.get(KIND)
            if printed is None:
                printed = exchange.data[KIND] = PrintedOutput(exchange)
            printed.write(stream, text, frame)
    except Exception as error:
        report_fault(KIND, error)


def watch(name: str, stream: Any) -> None:
    """Stand before the `write` of a stream object."""
    original = stream.write

    def write(text: Any, /) -> Any:
        note(name, text)
        return original(text)

    with contextlib.suppress(AttributeError, TypeError):  # an object that takes no attributes stays unwatched
        stream.write = write


class Streams:
    """The standard streams as they are now; a guest may set others that write to the same descriptors."""

    def __init__(self) -> None:
        self._seen: dict[str, Any] = {}

    def look(self) -> None:
        """Watch each stream that was not seen before and goes where the standard ones go."""
        for number, name in enumerate(STREAMS, start=1):
            stream = getattr(sys, name, None)
            if stream is None or stream is self._seen.get(name):
                continue
            self._seen[name] = stream
            try:
                theirs = stream.fileno() == number
            except Exception:
                theirs = False
            if theirs and "write" not in getattr(stream, "__dict__", ()):
                watch(name, stream)


def closed(call: Call) -> None:
    """Report what is left."""
    printed = call.exchange.data.get(KIND)
    if printed is not None:
        printed.close()


def attach(probe: Probe) -> None:
    """Watch the streams; look again with each request."""
    streams = Streams()
    streams.look()
    probe.on_request.append((KIND, lambda call: streams.look()))
    probe.on_close.append((KIND, closed))


SENSOR = Sensor(KIND, attach)
