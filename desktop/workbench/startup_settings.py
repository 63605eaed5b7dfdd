"""What the user chose in the settings that the window needs before the workbench is there."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from server import preferences

WAIT_SECONDS = 0.5


def language(data: Path) -> str | None:
    """The language of the settings kept in `data`; None for that of the system, or where none can be read.

    The file is only read: to mend it, or to bring it up to date, is for the workbench.
    """
    file = data / "fumehood.sqlite3"
    try:
        with closing(
            sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=WAIT_SECONDS)
        ) as database:
            row = database.execute("SELECT value FROM settings WHERE key = 'language'").fetchone()
        wanted = json.loads(row[0]) if row else None
    except (sqlite3.Error, ValueError, TypeError):
        return None
    return wanted if wanted in tuple(preferences.LANGUAGES) else None
