"""The report of a problem, as plain text: made to be read and then copied, and sent nowhere."""

import platform
import sys
import time
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import Final

from server.diagnostics.anonymous import anonymous
from server.diagnostics.log_tail import log_tail
from server.model.printable import printable

_PACKAGES: Final = ("fumehood", "flask", "werkzeug", "jinja2", "waitress", "pywebview", "PySide6_Essentials")
_LOG_BYTES: Final = 48 * 1024


def write_report(log: Path | None, facts: Iterable[tuple[str, str]] = (), *, what: str = "") -> str:
    """Return the report: what happened, versions and system, further `facts`, and the end of the log.

    It is in English, for those who maintain Fumehood; secrets and private names are marked.
    """
    lines = [
        "Fumehood: report of a problem",
        "(made on this machine; nothing was sent. Secrets and private names are replaced.)",
        "",
        *([f"What happened: {what}", ""] if what else []),
        *(f"{name}: {value}" for name, value in (*_system(), *facts)),
        "",
        *_log(log),
    ]
    return printable(anonymous("\n".join(lines))) + "\n"


def _system() -> Iterable[tuple[str, str]]:
    yield "Time", time.strftime("%Y-%m-%d %H:%M:%S %z")
    yield "System", platform.platform()
    yield "Python", f"{platform.python_version()}{' (packed)' if getattr(sys, 'frozen', False) else ''}"
    for package in _PACKAGES:
        version = _version(package)
        if version:
            yield package, version


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _log(path: Path | None) -> list[str]:
    if path is None:
        return ["There is no log."]
    tail = log_tail(path, _LOG_BYTES)
    if tail.problem:
        return [f"The log cannot be read: {tail.problem}"]
    return ["The end of the log:" if tail.cut else "The log:", tail.text.rstrip() or "(empty)"]
