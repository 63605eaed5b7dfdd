"""Copies of the file from before a migration."""

import os
import re
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

MOST_BACKUPS: Final = 3
_NAME: Final = re.compile(r"\.schema-(\d{1,4})$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Backup:
    """A copy of the file as it was at a version of the schema; `made_at` is in seconds since the epoch."""

    path: Path
    version: int
    size: int
    made_at: float


def back_up(connection: sqlite3.Connection, path: Path, version: int) -> Path:
    """Copy the database of `connection`, whose file is `path`, and keep the newest copies.

    Raise OSError or sqlite3.Error if there is no room for it: then nothing may be migrated.
    """
    copy = path.with_name(f"{path.name}.schema-{version}")
    unfinished = path.with_name(f"{copy.name}.{os.getpid()}")
    try:
        copy_database(connection, unfinished)
        os.replace(unfinished, copy)
    finally:
        with suppress(OSError):
            unfinished.unlink()
    for backup in backups(path)[MOST_BACKUPS:]:
        with suppress(OSError):
            backup.path.unlink()
    return copy


def copy_database(connection: sqlite3.Connection, copy: Path) -> None:
    """Write the pages of a database, as they are, into a new file that only its owner can read."""
    with suppress(FileNotFoundError):
        copy.unlink()
    os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with closing(sqlite3.connect(copy, isolation_level=None)) as target:
        connection.backup(target)


def backups(path: Path) -> tuple[Backup, ...]:
    """Return the copies of the file at `path` from before migrations, the newest first."""
    found = []
    with suppress(OSError):
        for each in path.parent.iterdir():
            version = _NAME.search(each.name)
            if version and each.name.startswith(path.name):
                with suppress(OSError):
                    status = each.stat()
                    found.append(
                        Backup(
                            path=each,
                            version=int(version[1]),
                            size=status.st_size,
                            made_at=status.st_mtime,
                        )
                    )
    return tuple(sorted(found, key=lambda backup: (backup.made_at, backup.version), reverse=True))
