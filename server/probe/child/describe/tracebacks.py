"""Exceptions of the guest with their frames, source and locals, bounded."""

from __future__ import annotations

import linecache
from types import FrameType, TracebackType
from typing import Any

from .code_ownership import PROBE_FOLDER, ownership, place
from .describe import describe_all

FRAME_LIMIT = 24
LOCAL_LIMIT = 20
CONTEXT_LINES = 3
MESSAGE_LIMIT = 2000
LINE_LIMIT = 300
SUMMARY_LIMIT = 300


def message_of(error: BaseException) -> str:
    """Return the message of an exception, even if its own `__str__` raises."""
    try:
        return str(error)[:MESSAGE_LIMIT]
    except Exception as problem:
        return f"<its text raised {type(problem).__name__}>"


def remove_probe_frames(error: BaseException) -> None:
    """Remove the probe's frames from an exception's traceback, which the guest may print."""
    head = error.__traceback__
    while (
        head is not None
        and head.tb_frame.f_code.co_filename.startswith(PROBE_FOLDER)
        and head.tb_next is not None
    ):
        head = head.tb_next
    if head is not error.__traceback__:
        error.__traceback__ = head
    step = head
    while step is not None:
        following = step.tb_next
        while following is not None and following.tb_frame.f_code.co_filename.startswith(PROBE_FOLDER):
            following = following.tb_next
        if following is not step.tb_next:
            step.tb_next = following
        step = following


def summarize(error: BaseException) -> str:
    """Return `Type: message` in one short line."""
    return f"{type(error).__name__}: {message_of(error)}"[:SUMMARY_LIMIT]


def frames_of(trace: TracebackType | None) -> tuple[list[dict[str, Any]], int]:
    """Return the frames without the probe's, innermost last, and how many outer ones were left out."""
    steps: list[tuple[FrameType, int]] = []
    while trace is not None:
        if not trace.tb_frame.f_code.co_filename.startswith(PROBE_FOLDER):
            steps.append((trace.tb_frame, trace.tb_lineno))
        trace = trace.tb_next
    omitted = max(0, len(steps) - FRAME_LIMIT)
    shown = steps[omitted:]
    return [
        frame_of(frame, line, last=index == len(shown) - 1) for index, (frame, line) in enumerate(shown)
    ], omitted


def frame_of(frame: FrameType, line: int, *, last: bool) -> dict[str, Any]:
    """Return one frame; it has locals only if it is the guest's own code or the innermost one (`last`)."""
    location = place(frame, line)
    is_own = ownership.is_own(location["file"])
    local_values: dict[str, Any] = {}
    if is_own or last:
        for name in list(frame.f_locals)[:LOCAL_LIMIT]:
            if not name.startswith(("__", "@")):
                local_values[str(name)] = frame.f_locals[name]
    return {
        **location,
        "own": is_own,
        "source": source_of(location["file"], location["line"], frame),
        "locals": describe_all(local_values),
    }


def source_of(file: str, line: int, frame: FrameType) -> list[list[Any]]:
    """Return the lines around one line as `[number, text]`; none if the source is not available."""
    linecache.lazycache(file, frame.f_globals)
    lines = linecache.getlines(file)
    first = max(1, line - CONTEXT_LINES)
    return [
        [number, lines[number - 1].rstrip("\n")[:LINE_LIMIT]]
        for number in range(first, min(len(lines), line + CONTEXT_LINES) + 1)
    ]


def last_own_frame(frames: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return `{file, line, function}` of the innermost frame of the guest's own code, or None."""
    for frame in reversed(frames):
        if frame["own"]:
            return {name: frame[name] for name in ("file", "line", "function")}
    return None


def cause_of(error: BaseException) -> dict[str, str] | None:
    """Return type and message of the exception that caused this one, or None."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return None if cause is None else {"type": type(cause).__name__, "message": message_of(cause)}


def exception_body(error: BaseException, where: str) -> dict[str, Any]:
    """Return the body of an exception event, with `handled` not yet known."""
    frames, omitted = frames_of(error.__traceback__)
    code = getattr(error, "code", None)
    is_http = isinstance(code, int) and hasattr(error, "get_response")
    return {
        "type": type(error).__name__,
        "module": type(error).__module__,
        "message": message_of(error),
        "http": code if is_http else None,
        "where": where,
        "handled": None,
        "frames": frames,
        "omitted": omitted,
        "cause": cause_of(error),
    }
