"""Exceptions of the guest with their frames, source and locals, bounded."""

from __future__ import annotations

import linecache
from importlib.machinery import SourceFileLoader
from types import FrameType, TracebackType
from typing import Any
from zipimport import zipimporter

from .code_ownership import PROBE_FOLDER, ownership, place
from .describe import describe_all
from .exception_text import cause_of, message_of
from .static_access import class_attribute, module_of, stored, type_name

FRAME_LIMIT = 24
LOCAL_LIMIT = 20
CONTEXT_LINES = 3
LINE_LIMIT = 300
SOURCE_LOADERS = (SourceFileLoader, zipimporter)
"""Loaders of Python's own, which may be asked for source code."""

_TRACEBACK = BaseException.__dict__["__traceback__"]


def traceback_of(error: BaseException) -> TracebackType | None:
    """Return the traceback of an exception, also of one that overrides `__traceback__`."""
    trace: TracebackType | None = _TRACEBACK.__get__(error)
    return trace


def remove_probe_frames(error: BaseException) -> None:
    """Remove the probe's frames from an exception's traceback, which the guest may print."""
    head = before = traceback_of(error)
    while (
        head is not None
        and head.tb_frame.f_code.co_filename.startswith(PROBE_FOLDER)
        and head.tb_next is not None
    ):
        head = head.tb_next
    if head is not before:
        _TRACEBACK.__set__(error, head)
    step = head
    while step is not None:
        following = step.tb_next
        while following is not None and following.tb_frame.f_code.co_filename.startswith(PROBE_FOLDER):
            following = following.tb_next
        if following is not step.tb_next:
            step.tb_next = following
        step = following


def frames_of(trace: TracebackType | None, most: int = FRAME_LIMIT) -> tuple[list[dict[str, Any]], int]:
    """Return the frames without the probe's, innermost last, and how many outer ones were left out."""
    steps: list[tuple[FrameType, int]] = []
    while trace is not None:
        if not trace.tb_frame.f_code.co_filename.startswith(PROBE_FOLDER):
            steps.append((trace.tb_frame, trace.tb_lineno))
        trace = trace.tb_next
    omitted = max(0, len(steps) - min(most, FRAME_LIMIT))
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
    if type(dict.get(frame.f_globals, "__loader__")) in SOURCE_LOADERS:
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


def exception_body(error: BaseException, where: str) -> dict[str, Any]:
    """Return the body of an exception event, with `handled` not yet known."""
    frames, omitted = frames_of(traceback_of(error))
    code = stored(error, "code")
    is_http = type(code) is int and class_attribute(type(error), "get_response") is not None
    return {
        "type": type_name(error),
        "module": module_of(type(error)),
        "message": message_of(error),
        "http": code if is_http else None,
        "where": where,
        "handled": None,
        "frames": frames,
        "omitted": omitted,
        "cause": cause_of(error),
    }
