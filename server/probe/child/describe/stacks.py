"""Where the threads of open exchanges stand: the frames of each, read without calling code of the guest."""

from __future__ import annotations

import linecache
from sys import _current_frames
from typing import TYPE_CHECKING, Any

from ..recording.native_threads import get_ident, is_replaced
from .code_ownership import PROBE_FOLDER, ownership

if TYPE_CHECKING:
    from types import FrameType

    from ..recording.recorder import Exchange

STACK_LIMIT = 64
FRAME_LIMIT = 60
SOURCE_LIMIT = 200


# The number under which the thread that loads the app is reported.
LOADING = 0


def stacks_message(exchanges: list[Exchange], threads: int, loader: int | None = None) -> dict[str, Any]:
    """Return the `stacks` message; `threads` is how many requests the server answers at the same time.

    `loader` is the thread that still loads the app, if it does.
    Greenlets share the frames of a thread, so in an app that runs on them nobody's stack is known.
    """
    frames = {} if is_replaced() else _current_frames()
    stacks: list[dict[str, Any]] = []
    if loader is not None and loader in frames:
        stacks.append({"exchange": LOADING, "thread": None, "frames": frames_of(frames[loader])})
    for exchange in exchanges:
        for work in (exchange, *tuple(exchange.works)):
            frame = frames.get(work.thread_id)
            if frame is not None and work.thread_id != get_ident() and len(stacks) < STACK_LIMIT:
                stacks.append(
                    {
                        "exchange": exchange.number,
                        "thread": None if work is exchange else getattr(work, "name", ""),
                        "frames": frames_of(frame),
                    }
                )
    return {"type": "stacks", "stacks": stacks, "busy": len(exchanges), "threads": threads}


def frames_of(frame: FrameType | None) -> list[dict[str, Any]]:
    """Return the frames of a thread without the probe's, the innermost last; at most 60 of them."""
    found: list[dict[str, Any]] = []
    while frame is not None and len(found) < FRAME_LIMIT:
        file, line = frame.f_code.co_filename, frame.f_lineno or 0
        if not file.startswith(PROBE_FOLDER):
            found.append(
                {
                    "file": file,
                    "line": line,
                    "function": frame.f_code.co_name,
                    "own": ownership.is_own(file),
                    "source": linecache.getline(file, line).strip()[:SOURCE_LIMIT],
                }
            )
        frame = frame.f_back
    return found[::-1]
