"""Tell errors that mean a damaged file from those of a disk, a lock or a programmer."""

import sqlite3
from typing import Final

# Every statement of ours is fixed, so that one with an error means a table that is not as it must be.
_CODES: Final = frozenset(
    {
        sqlite3.SQLITE_ERROR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FORMAT,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_MISMATCH,
        sqlite3.SQLITE_TOOBIG,
    }
)
# What a migration meets besides, where a value is missing in an old file.
_CODES_OF_MIGRATION: Final = _CODES | {sqlite3.SQLITE_CONSTRAINT}
# A page that lies beyond the end of the file.
_SHORT_READ: Final = sqlite3.SQLITE_IOERR_SHORT_READ


class DamagedError(Exception):
    """The file is a database, but not one that Fumehood can work with; the message says why."""


def is_damage(error: sqlite3.Error) -> bool:
    """Return whether the error means that the file is damaged, and not that it is locked or the disk full."""
    return _code(error) == _SHORT_READ or _code(error) & 0xFF in _CODES


def is_unreadable(error: sqlite3.Error) -> bool:
    """Return whether the error means that a part of the file cannot be read, also by a fault of the disk."""
    return is_damage(error) or _code(error) & 0xFF == sqlite3.SQLITE_IOERR


def is_damage_for_migration(error: sqlite3.Error) -> bool:
    """Return whether an error of a migration means that what the file contains is damaged."""
    return is_damage(error) or _code(error) & 0xFF in _CODES_OF_MIGRATION


def _code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0)
