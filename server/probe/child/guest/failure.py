"""The error that says why a guest could not be started, and its message to the host."""

from __future__ import annotations

import importlib
import os
import traceback
from typing import Any

from ..describe.code_ownership import PROBE_FOLDER, ownership
from ..describe.tracebacks import frames_of

TRACEBACK_LIMIT = 20_000
FRAME_LIMIT = 12
IMPORTLIB = os.path.dirname(importlib.__file__)


class GuestStartError(Exception):
    """Why the guest cannot be started; `cause` is the exception behind it, if there is one.

    `program` is a file that may do better where it is run as a program.
    """

    def __init__(
        self, code: str, message: str, cause: BaseException | None = None, *, program: str | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.cause = cause
        self.program = program

    def as_message(self) -> dict[str, Any]:
        """Return the `failed` message to the host."""
        frames: list[dict[str, Any]] = []
        text = ""
        if self.cause is not None:
            frames = guest_frames(self.cause)
            text = shorten_traceback(self.cause)
        return {
            "type": "failed",
            "code": self.code,
            "message": self.message[:2000],
            "traceback": text,
            "frames": frames,
            "program": self.program,
        }


def guest_frames(error: BaseException) -> list[dict[str, Any]]:
    """Return the frames from the first one of the guest's own code on; all if it has none."""
    frames, _ = frames_of(error.__traceback__)
    frames = [frame for frame in frames if not frame["file"].startswith("<frozen ")]
    first = next((index for index, frame in enumerate(frames) if frame["own"]), 0)
    return frames[first:]


def last_line(error: BaseException) -> str:
    """Return the last line of an exception's traceback."""
    lines = traceback.format_exception_only(type(error), error)
    return lines[-1].strip() if lines else type(error).__name__


def shorten_traceback(error: BaseException) -> str:
    """Return the traceback from the guest's own code on, without frames of the probe and importlib."""
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if not frame.filename.startswith((PROBE_FOLDER, IMPORTLIB, "<frozen "))
    ]
    first = next((index for index, frame in enumerate(frames) if ownership.is_own(frame.filename)), 0)
    frames = frames[first:]
    # A module that does not compile has no frame.
    parts = ["Traceback (most recent call last):\n"] if frames else []
    if len(frames) > FRAME_LIMIT:
        parts += traceback.format_list(frames[: FRAME_LIMIT // 2])
        parts.append(f"  … {len(frames) - FRAME_LIMIT} more calls …\n")
        frames = frames[-FRAME_LIMIT // 2 :]
    parts += traceback.format_list(frames)
    parts += traceback.format_exception_only(type(error), error)
    text = "".join(parts)
    return text if len(text) <= TRACEBACK_LIMIT else text[:TRACEBACK_LIMIT] + "…"
