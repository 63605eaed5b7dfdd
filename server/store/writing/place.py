"""Whether the file that was opened is still at its path; if it is not, how its content gets back there."""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Final

from filelock import FileLock

from server.store.recovery.backups import copy_database
from server.store.recovery.report import copy_name
from server.store.writing.outage import MovedError, NoFileError

_SIDE_FILES: Final = ("-wal", "-shm", "-journal")
# How long another process may take to bring the same file back.
_PATIENCE_SECONDS: Final = 30.0

Identity = tuple[int, int]


class Place:
    """The path of an open database, and the file that was found there when it was opened."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._opened = _identity_if_any(path)
        self._sides = {side: _identity_if_any(side) for side in _side_files(path)}
        self._copy: Path | None = None

    @property
    def has_moved(self) -> bool:
        """Whether the file was moved or deleted, or another one has taken its place."""
        if self._opened is None:
            return False
        try:
            return _identity(self._path) != self._opened
        except (FileNotFoundError, NotADirectoryError):
            return True
        except OSError:  # a folder that may not be entered, for example
            return False

    def check(self) -> None:
        """Raise MovedError if the file is not where it was opened."""
        if self.has_moved:
            raise MovedError(f"{self._path} is not the file that was opened")

    def bring_back(self, reader: sqlite3.Connection) -> Path | None:
        """Make the file again with all that `reader`, which has the old one open, can read.

        Where another file lies at the path, that one stays, and the content of the old one is copied beside
        it: return the copy. OSError or sqlite3.Error if there is no room: then everything is as before.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with FileLock(f"{self._path}.rescue-lock", timeout=_PATIENCE_SECONDS):
            if _is_free(self._path):
                fresh = self._path.with_name(f"{self._path.name}.rescued-{os.getpid()}")
                try:
                    copy_database(reader, fresh)
                    self._remove_side_files()
                    os.replace(fresh, self._path)
                finally:
                    with suppress(OSError):
                        fresh.unlink()
                return None
            if not os.path.isfile(self._path):
                raise NoFileError(f"{self._path} is no file")
            if self._copy is None:
                copy = copy_name(self._path)
                copy_database(reader, copy)
                self._copy = copy
            self._remove_side_files()
        return self._copy

    def _remove_side_files(self) -> None:
        """Delete the journal that the old file has left behind: SQLite would play it into the new one."""
        for side, opened in self._sides.items():
            with suppress(OSError):
                if opened is not None and _identity(side) == opened:
                    side.unlink()


def _is_free(path: Path) -> bool:
    """Return whether there is nothing at the path, or an empty file only."""
    return not os.path.lexists(path) or (os.path.isfile(path) and os.path.getsize(path) == 0)


def _identity_if_any(path: Path) -> Identity | None:
    try:
        return _identity(path)
    except OSError:
        return None


def _identity(path: Path) -> Identity:
    """Return which file is at the path."""
    status = path.stat()
    # An open file cannot be replaced on Windows, and its numbers are not the same on all file systems.
    return (0, 0) if os.name == "nt" else (status.st_dev, status.st_ino)


def _side_files(path: Path) -> tuple[Path, ...]:
    return tuple(path.with_name(f"{path.name}{suffix}") for suffix in _SIDE_FILES)
