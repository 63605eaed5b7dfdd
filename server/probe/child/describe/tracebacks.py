"""Exceptions of the guest with their frames, source and locals, bounded."""

from __future__ import annotations

import linecache
from types import FrameType, TracebackType
from typing import Any

from .code_ownership import CHILD, ownership, place
from .describe import describe_all

FRAMES = 24
LOCALS = 20
AROUND = 3
MESSAGE_LIMIT = 2000
LINE_LIMIT = 300
SHORT_LIMIT = 300


def message_of(error: BaseException) -> str:
    """What an exception says; its own text may be the guest's code and may raise."""
    try:
        return str(error)[:MESSAGE_LIMIT]
    except Exception as problem:
        return f"<its text raised {type(problem).__name__}>"


def remove_probe_frames(error: BaseException) -> None:
    """Take our own frames out of an exception's traceback: what the guest prints is its own affair."""
    head = error.__traceback__
    while (
        head is not None and head.tb_frame.f_code.co_filename.startswith(CHILD) and head.tb_next is not None
    ):
        head = head.tb_next
    if head is not error.__traceback__:
        error.__traceback__ = head
    step = head
    while step is not None:
        following = step.tb_next
        while following is not None and following.tb_frame.f_code.co_filename.startswith(CHILD):
            following = following.tb_next
        if following is not step.tb_next:
            step.tb_next = following
        step = following


def summarize(error: BaseException) -> str:
    """`Type: message` in one short line."""
    return f"{type(error).__name__}: {message_of(error)}"[:SHORT_LIMIT]


def frames_of(trace: TracebackType | None) -> tuple[list[dict[str, Any]], int]:
    """The frames, innermost last, without ours, and how many were left out before them."""
    steps: list[tuple[FrameType, int]] = []
    while trace is not None:
        if not trace.tb_frame.f_code.co_filename.startswith(CHILD):
            steps.append((trace.tb_frame, trace.tb_lineno))
        trace = trace.tb_next
    omitted = max(0, len(steps) - FRAMES)
    kept = steps[omitted:]
    return [
        frame_of(frame, line, last=index == len(kept) - 1) for index, (frame, line) in enumerate(kept)
    ], omitted


def frame_of(frame: FrameType, line: int, *, last: bool) -> dict[str, Any]:
    """One frame; the locals of libraries are left out, but for the innermost frame."""
    found = place(frame, line)
    is_own = ownership.is_own(found["file"])
    chosen: dict[str, Any] = {}
    if is_own or last:
        for name in list(frame.f_locals)[:LOCALS]:
            if not name.startswith(("__", "@")):
                chosen[str(name)] = frame.f_locals[name]
    return {
        **found,
        "own": is_own,
        "source": source_of(found["file"], found["line"], frame),
        "locals": describe_all(chosen),
    }


def source_of(file: str, line: int, frame: FrameType) -> list[list[Any]]:
    """The lines around one line as `[number, text]`, empty where the source is not to be had."""
    linecache.lazycache(file, frame.f_globals)
    lines = linecache.getlines(file)
    first = max(1, line - AROUND)
    return [
        [number, lines[number - 1].rstrip("\n")[:LINE_LIMIT]]
        for number in range(first, min(len(lines), line + AROUND) + 1)
    ]


def last_own_frame(frames: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The innermost frame of the guest's own code as a caller, or None."""
    for frame in reversed(frames):
        if frame["own"]:
            return {name: frame[name] for name in ("file", "line", "function")}
    return None


def cause_of(error: BaseException) -> dict[str, str] | None:
    """The exception behind an exception."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return None if cause is None else {"type": type(cause).__name__, "message": message_of(cause)}


def exception_body(error: BaseException, where: str) -> dict[str, Any]:
    """The body of an exception event, `handled` still unknown."""
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
