"""Folders whose code the user agreed to run."""

import time
from pathlib import Path

from server.store.tables import Tables


class Trust:
    """What the user was asked about once, by its real path."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def is_granted(self, path: Path) -> bool:
        """Whether `path`, or a folder it lies in, was trusted."""
        real = path.resolve()
        return any(
            self._tables.read("SELECT 1 FROM trust WHERE path = ?", (str(folder),))
            for folder in (real, *real.parents)
        )

    def grant(self, path: Path) -> None:
        """Trust a folder with all that lies in it, or a file."""
        self._tables.write("INSERT OR REPLACE INTO trust VALUES (?, ?)", (str(path.resolve()), time.time()))

    def revoke(self, path: Path) -> None:
        """Ask again from now on."""
        self._tables.write("DELETE FROM trust WHERE path = ?", (str(path.resolve()),))
