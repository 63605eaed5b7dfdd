"""The log file: rotated, for this user alone, and without launch tokens."""

import logging
import os
import re
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

FILE = "fumehood.log"
_SECRET = re.compile(r"(launch=)[^\s&'\"]+")


class _PrivateFileHandler(RotatingFileHandler):
    """Makes files that nobody but their owner may read."""

    def _open(self) -> TextIOWrapper:
        os.close(os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
        return super()._open()


class _RedactingFormatter(logging.Formatter):
    """Takes launch tokens out of whatever somebody logs, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        return _SECRET.sub(r"\1…", super().format(record))


def start(folder: Path, *, level: int = logging.INFO) -> Path:
    """Send all log records to a file of at most 1 MB, three old ones kept; returns the file."""
    path = folder / FILE
    handler = _PrivateFileHandler(path, maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=True)
    handler.setFormatter(_RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    return path


def stop() -> None:
    """Close the log file."""
    root = logging.getLogger()
    for handler in tuple(root.handlers):
        if isinstance(handler, RotatingFileHandler):
            root.removeHandler(handler)
            handler.close()
