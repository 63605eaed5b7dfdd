"""Reads the settings that the window needs before the workbench is built."""

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from server import preferences

WAIT_SECONDS = 0.5


def language(data: Path) -> str | None:
    """Return the language chosen in the settings below `data`; None for the system's, or if it is unreadable.

    The store is opened for reading only: repairing or migrating it is the workbench's job.
    """
    file = data / preferences.STORE_FILE
    try:
        if not os.path.isfile(file):
            return None  # opening a pipe would wait for somebody who writes to it
        with closing(
            sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=WAIT_SECONDS)
        ) as database:
            row = database.execute("SELECT value FROM settings WHERE key = 'language'").fetchone()
        language_code = json.loads(row[0]) if row else None
    except (OSError, sqlite3.Error, ValueError, TypeError, RecursionError):
        return None
    return language_code if language_code in tuple(preferences.LANGUAGES) else None
