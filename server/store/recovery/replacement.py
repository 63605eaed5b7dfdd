"""Replace the contents of the open file by those of another one, as an import does."""

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

from server.file_access import dated_name

MARK: Final = ".before-import-"
# How long another program that holds the file is waited for.
SECONDS: Final = 5.0


def open_snapshot(path: Path) -> sqlite3.Connection:
    """Return a connection that only reads the file, in a transaction: what others write is not seen."""
    name = f"{path.absolute().as_uri()}?mode=ro"
    connection = sqlite3.connect(name, timeout=SECONDS, isolation_level=None, uri=True)
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    connection.execute("BEGIN")
    return connection


def replace_contents(path: Path, fresh: Path) -> Path:
    """Replace the contents of the file at `path` by those of the one at `fresh`, after copying them aside.

    Return the copy; OSError or sqlite3.Error if that fails, and then nothing was changed. Nobody of this
    process may write to the file meanwhile. All connections see the new contents at once.
    """
    copy = dated_name(path, MARK)
    os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    # No file of an open database may be opened but by SQLite: closing it would drop SQLite's locks.
    with closing(sqlite3.connect(path, timeout=SECONDS, isolation_level=None)) as target:
        with closing(sqlite3.connect(copy, isolation_level=None)) as aside:
            target.backup(aside, progress=_patience())
        with closing(sqlite3.connect(fresh, isolation_level=None)) as source:
            source.backup(target, progress=_patience())
    return copy


def _patience() -> Callable[[int, int, int], None]:
    """Return what a copy calls after each step: it ends one that waits too long for another program."""
    end = time.monotonic() + SECONDS

    def step(status: int, _remaining: int, _total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > end:
            raise sqlite3.OperationalError("database is locked")

    return step
