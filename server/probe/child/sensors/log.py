"""The sensor of log records: what the guest logs, through any logger and whatever its handlers do."""

from __future__ import annotations

import datetime
import logging
from typing import TYPE_CHECKING, Any

from ..describe.code_ownership import ownership
from ..describe.describe import text_of
from ..describe.exception_text import is_error, message_of, summarize
from ..describe.static_access import instance_dict, is_a, text_or_none
from ..describe.tracebacks import remove_probe_frames
from ..patch.patching import wrap
from ..recording.probe import report_fault
from ..recording.thread_work import current_work
from .sensor import Sensor

if TYPE_CHECKING:
    from ..recording.probe import Probe
    from ..recording.recorder import Exchange

KIND = "log"

MESSAGE_LIMIT = 4000
PLAIN_TYPES = frozenset((bool, bytes, datetime.datetime, float, int, str, type(None)))


class Written:
    """An argument of a record, as it is described instead of being asked for its text."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text


def written(value: Any) -> Any:
    """Return an argument itself if its text runs no code of the guest, or else what is written for it."""
    if type(value) in PLAIN_TYPES:
        return value
    plain = text_or_none(value)
    if plain is not None:
        return plain
    return Written(message_of(value) if is_error(value) else text_of(value, MESSAGE_LIMIT))


def text_of_record(record: dict[Any, Any]) -> str:
    """Return the message: that of the handlers, if one of them has formatted it, and else without their help.

    The text of an argument may be the guest's own code, which is left to the handlers.
    """
    formatted = dict.get(record, "message")
    text = formatted if type(formatted) is str else unformatted(record)
    return text if len(text) <= MESSAGE_LIMIT else text[: MESSAGE_LIMIT - 1] + "…"


def unformatted(record: dict[Any, Any]) -> str:
    """Return the message from pattern and arguments; the pattern alone if they do not fit."""
    pattern, args = pattern_of(record), dict.get(record, "args")
    try:
        if type(args) is tuple and args:
            return pattern % tuple(map(written, args))
        if is_a(args, dict) and args is not None:
            return pattern % {key: written(value) for key, value in dict.items(args)}
    except Exception:
        return pattern
    return pattern


def pattern_of(record: dict[Any, Any]) -> str:
    """Return the message before its arguments are inserted."""
    message = dict.get(record, "msg")
    plain = text_or_none(message)
    if plain is not None:
        return plain
    error: Any = message
    return message_of(error) if is_error(error) else text_of(message, MESSAGE_LIMIT)


def error_of(record: dict[Any, Any]) -> BaseException | None:
    """Return the exception of a record, or None."""
    info = dict.get(record, "exc_info")
    return info[1] if type(info) is tuple and len(info) > 1 and is_error(info[1]) else None


def report(work: Exchange, span: tuple[int, float], record: dict[Any, Any]) -> None:
    """Report a record that the handlers have seen."""
    error = error_of(record)
    logger = text_or_none(dict.get(record, "name")) or ""
    level = dict.get(record, "levelno")
    line = dict.get(record, "lineno")
    body: dict[str, Any] = {
        "logger": logger,
        "level": text_or_none(dict.get(record, "levelname")) or "",
        "levelno": level if type(level) is int else 0,
        "message": text_of_record(record),
        "file": text_or_none(dict.get(record, "pathname")) or "",
        "line": line if type(line) is int else 0,
        "function": text_or_none(dict.get(record, "funcName")) or "",
        "exception": None if error is None else summarize(error, MESSAGE_LIMIT),
    }
    family = f"{logger}: {pattern_of(record)[:200]}"
    work.emit(KIND, span, body, timed=False, caller=ownership.caller(3), family=family)


def attach(probe: Probe) -> None:
    """Wrap the method that every record passes once its logger's level admits it."""

    def wrap_call_handlers(original: Any) -> Any:
        def call_handlers(self: logging.Logger, record: logging.LogRecord) -> None:
            work = current_work()
            attributes = instance_dict(record) or {}
            error = error_of(attributes)
            if error is not None:
                remove_probe_frames(error)
            if work is None:
                original(self, record)
                return
            span = work.start_span()
            try:
                original(self, record)
            finally:
                try:
                    report(work, span, attributes)
                except Exception as problem:
                    report_fault(KIND, problem)

        return call_handlers

    wrap(logging.Logger, "callHandlers", wrap_call_handlers)


SENSOR = Sensor(KIND, attach)
