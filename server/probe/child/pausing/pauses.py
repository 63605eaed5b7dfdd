"""Pauses requests at `breakpoint()`, and at exceptions that nothing has handled if the user wants that."""

from __future__ import annotations

import contextlib
import itertools
import os
import sys
from typing import TYPE_CHECKING, Any

from ..describe.code_ownership import PROBE_FOLDER
from ..describe.exception_text import summarize
from ..describe.tracebacks import FRAME_LIMIT, frame_of, traceback_of
from ..recording.native_threads import is_replaced
from ..recording.probe import report_fault
from ..recording.recorder import current_exchange
from .pause import Pause

if TYPE_CHECKING:
    from types import FrameType

    from ..recording.channel import Channel

PAUSES_LIMIT = 8


class Pauses:
    """The paused requests of this guest. Nothing is paused before `allow` was called."""

    def __init__(self) -> None:
        self.at_exceptions = False
        self._seconds = 0.0
        self._channel: Channel | None = None
        self._open: dict[int, Pause] = {}
        self._numbers = itertools.count(1)

    def allow(self, channel: Channel, seconds: float) -> None:
        """Have `breakpoint()` pause a request for at most so many seconds; otherwise it stays as it is."""
        self._channel, self._seconds = channel, seconds
        if sys.breakpointhook is sys.__breakpointhook__:
            sys.breakpointhook = self._at_breakpoint

    def find(self, number: int) -> Pause | None:
        """Return the open pause of that number."""
        return self._open.get(number)

    def at_exception(self, error: BaseException) -> None:
        """Pause the request in which an exception was raised that nothing has handled, if that is wanted."""
        if self.at_exceptions and self._seconds and self._why_not() is None:
            try:
                steps = []
                trace = traceback_of(error)
                while trace is not None:
                    steps.append((trace.tb_frame, trace.tb_lineno))
                    trace = trace.tb_next
                self._pause(steps, "exception", summarize(error))
            except Exception as problem:
                report_fault("exception", problem)

    def _at_breakpoint(self, *args: Any, **kwargs: Any) -> Any:
        """Take the place of `sys.breakpointhook`, unless PYTHONBREAKPOINT names another debugger."""
        if os.environ.get("PYTHONBREAKPOINT"):
            return sys.__breakpointhook__(*args, **kwargs)
        frame: FrameType | None = sys._getframe(1)
        why_not = self._why_not()
        if why_not is not None:
            with contextlib.suppress(Exception):  # the guest may have replaced it
                sys.stderr.write(f"breakpoint() was passed over: {why_not}\n")
            return None
        try:
            steps = []
            while frame is not None:
                steps.append((frame, frame.f_lineno or 0))
                frame = frame.f_back
            self._pause(steps[::-1], "breakpoint", None)
        except Exception as problem:
            report_fault("exception", problem)
        return None

    def _why_not(self) -> str | None:
        exchange = current_exchange()
        if exchange is None or exchange.closed:
            return "no request is being answered."
        if is_replaced():
            return "this app runs on greenlets, and all of its requests would stop."
        if len(self._open) >= PAUSES_LIMIT:
            return f"{PAUSES_LIMIT} requests are paused already."
        return None

    def _pause(self, steps: list[tuple[FrameType, int]], reason: str, error: str | None) -> None:
        exchange, channel = current_exchange(), self._channel
        if exchange is None or channel is None:
            return
        steps = [step for step in steps if not step[0].f_code.co_filename.startswith(PROBE_FOLDER)]
        shown = steps[-FRAME_LIMIT:]
        pause = Pause(next(self._numbers), exchange.number, [frame for frame, _line in shown])
        self._open[pause.number] = pause
        try:
            self._send(
                {
                    "type": "paused",
                    "pause": pause.number,
                    "exchange": exchange.number,
                    "reason": reason,
                    "error": error,
                    "seconds": self._seconds,
                    "frames": [
                        frame_of(frame, line, last=index == len(shown) - 1)
                        for index, (frame, line) in enumerate(shown)
                    ],
                    "omitted": len(steps) - len(shown),
                }
            )
            why = pause.wait(self._seconds)
        finally:
            self._open.pop(pause.number, None)
        self._send({"type": "resumed", "pause": pause.number, "exchange": exchange.number, "why": why})

    def _send(self, message: dict[str, Any]) -> None:
        if self._channel is not None:
            self._channel.expect(1)
            self._channel.put(message)


pauses = Pauses()
