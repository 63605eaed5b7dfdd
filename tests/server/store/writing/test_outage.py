"""Tests of the causes for which a file cannot be used."""

import errno
import sqlite3

import pytest

from server.store.writing.outage import Cause, MovedError, NoFileError, cause_of, is_passing


def sqlite_error(code: int) -> sqlite3.Error:
    """Return an error of SQLite with its code."""
    error = sqlite3.OperationalError("…")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "cause", "passing"),
    [
        (sqlite_error(sqlite3.SQLITE_BUSY), Cause.LOCKED, True),
        (sqlite_error(sqlite3.SQLITE_BUSY_SNAPSHOT), Cause.LOCKED, True),
        (sqlite_error(sqlite3.SQLITE_FULL), Cause.FULL, True),
        (sqlite_error(sqlite3.SQLITE_READONLY_DBMOVED), Cause.READ_ONLY, True),
        (sqlite_error(sqlite3.SQLITE_IOERR_WRITE), Cause.OTHER, True),
        (sqlite_error(sqlite3.SQLITE_CORRUPT_VTAB), Cause.OTHER, False),
        (sqlite_error(sqlite3.SQLITE_NOTADB), Cause.OTHER, False),
        (sqlite_error(sqlite3.SQLITE_READONLY), Cause.READ_ONLY, False),
        (sqlite_error(sqlite3.SQLITE_ERROR), None, False),
        (sqlite3.IntegrityError("made by hand"), None, False),
        (OSError(errno.ENOSPC, "full"), Cause.FULL, True),
        (OSError(errno.EROFS, "read-only"), Cause.READ_ONLY, True),
        (OSError(errno.ENOTDIR, "no folder"), Cause.OTHER, True),
        (OSError("without a number"), Cause.OTHER, True),
        (MovedError("gone"), Cause.MOVED, True),
        (NoFileError("a folder"), Cause.NO_FILE, True),
    ],
)
def test_errors_have_causes(error: Exception, cause: Cause | None, *, passing: bool) -> None:
    """A mistake in a statement is no cause, and damage does not pass."""
    assert cause_of(error) is cause
    assert is_passing(error) is passing
