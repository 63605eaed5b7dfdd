"""The sensor of log records: what the guest logs, through any logger and whatever its handlers do."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from ..describe.code_ownership import ownership
from ..describe.tracebacks import remove_probe_frames
from ..patch.patching import wrap
from ..recording.probe import report_fault
from ..recording.thread_work import current_work
from .sensor import Sensor

if TYPE_CHECKING:
    from ..recording.probe import Probe

KIND = "log"

MESSAGE_LIMIT = 4000


def message_of(record: logging.LogRecord) -> str:
    """Return the message as a handler would write it; the pattern if its arguments do not fit."""
    try:
        text = record.getMessage()
    except Exception:
        text = str(record.msg)
    return text if len(text) <= MESSAGE_LIMIT else text[: MESSAGE_LIMIT - 1] + "…"


def exception_of(record: logging.LogRecord) -> str | None:
    """Return the last line of the record's traceback, or None."""
    if not isinstance(record.exc_info, tuple) or record.exc_info[1] is None:
        return None
    error = record.exc_info[1]
    try:
        return f"{type(error).__name__}: {error}"[:MESSAGE_LIMIT]
    except Exception:
        return type(error).__name__


def report(record: logging.LogRecord) -> None:
    """Report a record of the current exchange, or of the background."""
    exchange = current_work()
    if exchange is None:
        return
    try:
        body: dict[str, Any] = {
            "logger": record.name,
            "level": record.levelname,
            "levelno": record.levelno,
            "message": message_of(record),
            "file": record.pathname,
            "line": record.lineno,
            "function": record.funcName,
            "exception": exception_of(record),
        }
        family = f"{record.name}: {str(record.msg)[:200]}"
        exchange.emit(
            KIND, exchange.start_span(), body, timed=False, caller=ownership.caller(3), family=family
        )
    except Exception as error:
        report_fault(KIND, error)


def attach(probe: Probe) -> None:
    """Wrap the method that every record passes once its logger's level admits it."""

    def wrap_call_handlers(original: Any) -> Any:
        def call_handlers(self: logging.Logger, record: logging.LogRecord) -> None:
            if isinstance(record.exc_info, tuple) and record.exc_info[1] is not None:
                remove_probe_frames(record.exc_info[1])
            if current_work() is not None:
                report(record)
            original(self, record)

        return call_handlers

    wrap(logging.Logger, "callHandlers", wrap_call_handlers)


SENSOR = Sensor(KIND, attach)
