"""Folders and files whose code the user has allowed to run."""

import time
from pathlib import Path

from server.file_access import ERRORS, resolved
from server.store.access import TableAccess


class Trust:
    """Trusted folders and files, by real path."""

    def __init__(self, tables: TableAccess) -> None:
        self._tables = tables

    def is_granted(self, path: Path) -> bool:
        """Return whether `path`, or a folder that contains it, is trusted."""
        try:
            real = path.resolve()
        except ERRORS:  # what cannot be found cannot be what the user has seen
            return False
        return any(
            self._tables.read("SELECT 1 FROM trust WHERE path = ?", (str(folder),))
            for folder in (real, *real.parents)
        )

    def grant(self, path: Path) -> None:
        """Trust a file, or a folder with everything in it."""
        self._tables.write("INSERT OR REPLACE INTO trust VALUES (?, ?)", (str(resolved(path)), time.time()))

    def revoke(self, path: Path) -> None:
        """Stop trusting a path, so that the user is asked again."""
        self._tables.write("DELETE FROM trust WHERE path = ?", (str(resolved(path)),))
