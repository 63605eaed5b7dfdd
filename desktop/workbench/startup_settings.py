"""Reads the settings that the window needs before the workbench is built."""

import json
import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from server.startup_choices import LANGUAGES, STORE_FILE, THEMES

WAIT_SECONDS: Final = 0.5
_QUERY: Final = "SELECT key, value FROM settings WHERE key IN ('language', 'theme')"


@dataclass(frozen=True, slots=True)
class StartupSettings:
    """The language, None for the system's, and the theme: `system`, `light` or `dark`."""

    language: str | None = None
    theme: str = THEMES[0]


def read(data: Path) -> StartupSettings:
    """Return the settings below `data`; what is missing, unreadable or not allowed has its default.

    The store is opened for reading only: repairing or migrating it is the workbench's job.
    """
    stored = _stored(data / STORE_FILE)
    language, theme = stored.get("language"), stored.get("theme")
    return StartupSettings(
        language=language if language in LANGUAGES else None,
        theme=theme if theme in THEMES else THEMES[0],
    )


def _stored(file: Path) -> dict[str, str]:
    """Return the stored values that are texts."""
    try:
        if not os.path.isfile(file):
            return {}  # opening a pipe would wait for somebody who writes to it
        with closing(
            sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=WAIT_SECONDS)
        ) as database:
            rows = database.execute(_QUERY).fetchall()
    except (OSError, sqlite3.Error):
        return {}
    return {key: value for key, text in rows if isinstance(value := _value(text), str)}


def _value(text: object) -> object:
    try:
        return json.loads(text)  # type: ignore[arg-type]  # another type than text raises TypeError
    except (ValueError, TypeError, RecursionError):
        return None
