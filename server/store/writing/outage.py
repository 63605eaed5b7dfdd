"""Why the database file cannot be used for now, told from the errors of SQLite and of the system."""

import errno
import sqlite3
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_CODE_MASK: Final = 0xFF  # of an extended error code, the general one


class Cause(StrEnum):
    """Why nothing can be written."""

    LOCKED = "locked"
    FULL = "full"
    READ_ONLY = "read-only"
    MOVED = "moved"
    NO_FILE = "no-file"
    OTHER = "other"


class MovedError(OSError):
    """The open file was moved or deleted, or another one has taken its place."""


class NoFileError(OSError):
    """A folder, or another thing that is no file, lies where the file should be."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Outage:
    """A time in which the file cannot be used; `dropped` counts what did not fit into memory.

    `at_start` tells that the file could not be opened at all, `damaged` that its contents are the reason.
    """

    cause: Cause
    why: str
    at_start: bool = False
    damaged: bool = False
    dropped: int = 0


_BY_CODE: Final = {
    sqlite3.SQLITE_BUSY: Cause.LOCKED,
    sqlite3.SQLITE_LOCKED: Cause.LOCKED,
    sqlite3.SQLITE_PROTOCOL: Cause.LOCKED,
    sqlite3.SQLITE_FULL: Cause.FULL,
    sqlite3.SQLITE_READONLY: Cause.READ_ONLY,
    sqlite3.SQLITE_PERM: Cause.READ_ONLY,
    sqlite3.SQLITE_IOERR: Cause.OTHER,
    sqlite3.SQLITE_CANTOPEN: Cause.OTHER,
    sqlite3.SQLITE_NOLFS: Cause.OTHER,
    sqlite3.SQLITE_CORRUPT: Cause.OTHER,
    sqlite3.SQLITE_NOTADB: Cause.OTHER,
}
_BY_NUMBER: Final = {
    errno.ENOSPC: Cause.FULL,
    errno.EDQUOT: Cause.FULL,
    errno.EFBIG: Cause.FULL,
    errno.EROFS: Cause.READ_ONLY,
    errno.EACCES: Cause.READ_ONLY,
    errno.EPERM: Cause.READ_ONLY,
}


def cause_of(error: Exception) -> Cause | None:
    """Return why the file cannot be used; None for an error that concerns a single statement only."""
    if isinstance(error, MovedError):
        return Cause.MOVED
    if isinstance(error, NoFileError):
        return Cause.NO_FILE
    if isinstance(error, OSError):
        return _BY_NUMBER.get(error.errno or 0, Cause.OTHER)
    code = getattr(error, "sqlite_errorcode", None)
    return _BY_CODE.get(code & _CODE_MASK) if isinstance(code, int) else None


def is_passing(error: Exception) -> bool:
    """Return whether the same read may work later: the error is no damage and no mistake in the statement."""
    code = getattr(error, "sqlite_errorcode", 0)
    damaged = code & _CODE_MASK in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
    # Without a more exact code a statement wrote through the reading connection.
    return cause_of(error) is not None and not damaged and code != sqlite3.SQLITE_READONLY
