"""The log file: rotated, readable by its owner alone, and without secrets."""

import contextlib
import logging
import os
import re
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from desktop.shell.app_info import AppInfo

LARGEST_BYTES = 1_000_000
OLD_FILES = 3


class _PrivateFileHandler(RotatingFileHandler):
    """Creates files that only their owner can read; a record that cannot be written is dropped."""

    def _open(self) -> TextIOWrapper:
        os.close(os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
        return super()._open()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name of logging
        """Drop the record: the disk may be full, and a traceback on the terminal would help nobody."""
        stream, self.stream = self.stream, None  # opened again for the next record
        if stream is not None:
            with contextlib.suppress(OSError, ValueError):
                stream.close()


class _RedactingFormatter(logging.Formatter):
    """Removes secrets from every record, tracebacks included."""

    def __init__(self, secrets: str) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = re.compile(secrets) if secrets else None

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        return self._secrets.sub(r"\1…", text) if self._secrets else text


def log_path(app: AppInfo, folder: Path) -> Path:
    """Return the path of the app's log file in its log folder."""
    return folder / f"{app.id}.log"


def start(app: AppInfo, folder: Path, *, level: int = logging.INFO) -> Path:
    """Send all log records to the app's log file and return its path.

    The file grows to 1 MB; three old ones are kept.
    """
    path = log_path(app, folder)
    handler = _PrivateFileHandler(
        path, maxBytes=LARGEST_BYTES, backupCount=OLD_FILES, encoding="utf-8", delay=True
    )
    handler.setFormatter(_RedactingFormatter(app.secrets))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    # It notes each client that goes away, which every page does that is left.
    logging.getLogger("waitress").setLevel(max(level, logging.WARNING))
    return path


def stop() -> None:
    """Close the log file."""
    root = logging.getLogger()
    for handler in tuple(root.handlers):
        if isinstance(handler, RotatingFileHandler):
            root.removeHandler(handler)
            handler.close()
