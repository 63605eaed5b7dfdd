"""Format numbers, sizes, times and problems for pages."""

from datetime import datetime
from http import HTTPStatus
from pathlib import Path

from flask import Flask
from flask_babel import format_datetime, format_decimal
from flask_babel import gettext as _

from server.file_access import home
from server.lenses.kit.formatting import duration
from server.model.problem import Problem
from server.web.base.static_requests import is_static

_KB = 1000
_MB = 1_000_000


def register(app: Flask) -> None:
    """Add the filters and tests of this module to the templates."""
    for function in (ms, size, clock, day, tone, reason, unsaid, short_path):
        app.add_template_filter(function, function.__name__)
    app.add_template_test(is_static, "static_file")


def ms(value: float | None) -> str:
    """Format milliseconds as the page of an exchange: `80 µs`, `3.24 ms`, `1.20 s`; an en dash for None."""
    if value is None:
        return "–"  # noqa: RUF001 - an en dash is what stands for nothing here
    return duration(value)


def short_path(path: Path) -> str:
    """Return a path with `~` for the user's home folder."""
    return f"~/{path.relative_to(home()).as_posix()}" if path.is_relative_to(home()) else str(path)


def size(value: int | None) -> str:
    """Format a number of bytes: `812 B`, `4.1 kB`, `2.0 MB`."""
    if value is None:
        return "–"  # noqa: RUF001 - an en dash is what stands for nothing here
    if value < _KB:
        return str(_("%(number)s B", number=value))
    if value < _MB:
        return str(_("%(number)s kB", number=format_decimal(value / _KB, format="0.0")))
    return str(_("%(number)s MB", number=format_decimal(value / _MB, format="0.0")))


def clock(seconds: float) -> str:
    """Format seconds since the epoch as a local time of day."""
    moment = _moment(seconds)
    return "–" if moment is None else moment.strftime("%H:%M:%S")  # noqa: RUF001 - an en dash stands for nothing


def day(seconds: float) -> str:
    """Format seconds since the epoch as a local date and time."""
    moment = _moment(seconds)
    if moment is None:
        return "–"  # noqa: RUF001 - an en dash is what stands for nothing here
    return str(format_datetime(moment.astimezone(), "medium", rebase=False))


def _moment(seconds: float) -> datetime | None:
    """Return a moment in local time; None for one that has no date, as older versions took from a guest."""
    try:
        return datetime.fromtimestamp(seconds)
    except (ValueError, OverflowError, OSError):
        return None


def tone(status: int | None) -> str:
    """Return the tone of an HTTP status: `ok`, `info` for redirects, `warn`, `bad`, `quiet` for None."""
    if status is None:
        return "quiet"
    return {2: "ok", 3: "info", 4: "warn", 5: "bad"}.get(status // 100, "quiet")


def reason(status: int) -> str:
    """Return the standard phrase of a status, "" for an unknown one."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def unsaid(problem: Problem) -> str:
    """Return the detail of a problem without first and last lines that repeat its cause."""
    lines = problem.detail.strip("\n").rstrip().split("\n")
    while lines and (not lines[0].strip() or lines[0].strip() in problem.cause):
        del lines[0]
    while lines and (not lines[-1].strip() or lines[-1].strip() in problem.cause):
        del lines[-1]
    return "\n".join(lines)
