"""A guest that could not be brought up, told as a value."""

from __future__ import annotations

import importlib
import os
import traceback
from typing import Any

from ..describe.code_ownership import CHILD, ownership
from ..describe.tracebacks import frames_of

TRACEBACK_LIMIT = 20_000
KEPT_STEPS = 12
IMPORTLIB = os.path.dirname(importlib.__file__)


class GuestStartError(Exception):
    """Why the guest cannot be brought up; the cause's own traceback goes along if there is one."""

    def __init__(self, code: str, message: str, cause: BaseException | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.cause = cause

    def as_message(self) -> dict[str, Any]:
        """The message to the host."""
        frames: list[dict[str, Any]] = []
        text = ""
        if self.cause is not None:
            frames = guest_frames(self.cause)
            text = shortened(self.cause)
        return {
            "type": "failed",
            "code": self.code,
            "message": self.message[:2000],
            "traceback": text,
            "frames": frames,
        }


def guest_frames(error: BaseException) -> list[dict[str, Any]]:
    """The frames from the first one of the guest's own code on, or all where it has none."""
    frames, _ = frames_of(error.__traceback__)
    frames = [frame for frame in frames if not frame["file"].startswith("<frozen ")]
    first = next((index for index, frame in enumerate(frames) if frame["own"]), 0)
    return frames[first:]


def last_line(error: BaseException) -> str:
    """The last line of a traceback."""
    lines = traceback.format_exception_only(type(error), error)
    return lines[-1].strip() if lines else type(error).__name__


def shortened(error: BaseException) -> str:
    """The traceback from the guest's own code on, without our frames and the import system's."""
    steps = [
        step
        for step in traceback.extract_tb(error.__traceback__)
        if not step.filename.startswith((CHILD, IMPORTLIB, "<frozen "))
    ]
    first = next((index for index, step in enumerate(steps) if ownership.is_own(step.filename)), 0)
    steps = steps[first:]
    # What cannot be compiled has called nobody.
    parts = ["Traceback (most recent call last):\n"] if steps else []
    if len(steps) > KEPT_STEPS:
        parts += traceback.format_list(steps[: KEPT_STEPS // 2])
        parts.append(f"  … {len(steps) - KEPT_STEPS} more calls …\n")
        steps = steps[-KEPT_STEPS // 2 :]
    parts += traceback.format_list(steps)
    parts += traceback.format_exception_only(type(error), error)
    text = "".join(parts)
    return text if len(text) <= TRACEBACK_LIMIT else text[:TRACEBACK_LIMIT] + "…"
