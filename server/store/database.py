"""Opens the database file and migrates it; if that fails, opens another one and says why."""

import os
import sqlite3
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from filelock import FileLock

from server.store import problems
from server.store.migration import NewerSchemaError, migrate
from server.store.problems import Reason
from server.store.recovery.backups import back_up
from server.store.recovery.check import check_schema, mend_counter, quick_check
from server.store.recovery.damage import DamagedError, is_damage, is_damage_for_migration
from server.store.recovery.emptied import check_not_emptied
from server.store.recovery.rescue import rescue_closed
from server.store.schema import MIGRATIONS
from server.store.writing.outage import NoFileError

# How long a write waits for another program before it goes on in memory.
BUSY_SECONDS: Final = 1.0
# How long another process may take to rescue a damaged file.
RESCUE_SECONDS: Final = 120.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Database:
    """A writing and a reading connection (in memory the same one), and what was wrong, if anything.

    With `error` the file cannot be written for now: there is no writer, and a reader only if it can be read.
    """

    writer: sqlite3.Connection | None
    reader: sqlite3.Connection | None
    reason: Reason | None = None
    error: Exception | None = None

    def close(self) -> None:
        """Close the connections."""
        for connection in (self.reader, self.writer):
            if connection is not None:
                connection.close()


def open_database(path: Path | None, patience: float = BUSY_SECONDS) -> Database:
    """Open the database at `path`, or in memory if `path` is None.

    A damaged file is copied aside and replaced by a new one with what can be read of it; the file of a later
    version is left untouched, and memory is used in its place. Other programs are waited for `patience`
    seconds. For a file that cannot be written now there is an `error`.
    """
    if path is None:
        return _in_memory(None)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            return _open_file(path, patience)
        except DamagedError:
            return _rescue(path, patience)
    except NewerSchemaError:
        return _in_memory(lambda: problems.newer(str(path)))
    except (OSError, ValueError, NotImplementedError, sqlite3.Error, DamagedError) as error:
        return Database(writer=None, reader=_open_for_reading(path, patience), error=error)


def _rescue(path: Path, patience: float) -> Database:
    """Open the file that takes the place of a damaged one; one process at a time makes it."""
    with FileLock(f"{path}.rescue-lock", timeout=RESCUE_SECONDS):
        try:
            return _open_file(path, patience)
        except DamagedError as error:
            recovery = rescue_closed(path, str(error))
        return replace(_open_file(path, patience), reason=lambda: problems.rescued(str(path), recovery))


def _open_for_reading(path: Path, patience: float) -> sqlite3.Connection | None:
    """Return a connection that reads a file which cannot be written; None if it cannot be read either."""
    log = path.with_name(f"{path.name}-wal")
    try:
        if not os.path.isfile(path):
            return None  # opening a pipe would wait for somebody who writes to it
        logged = os.path.exists(log) and log.stat().st_size > 0
        # Where no file can be created beside it, SQLite reads it only if told that nobody changes it.
        fixed = not logged and not os.access(path.parent, os.W_OK)
        options = "mode=ro&immutable=1" if fixed else "mode=ro"
        reader = _connect(f"{path.absolute().as_uri()}?{options}", patience, uri=True)
    except (OSError, sqlite3.Error):
        return None
    try:
        (version,) = reader.execute("PRAGMA user_version").fetchone()
        if version == len(MIGRATIONS):
            return reader
    except sqlite3.Error:
        pass
    reader.close()
    return None


def _open_file(path: Path, patience: float) -> Database:
    # Created before SQLite creates it, so that no other user can ever read it.
    # One that exists is not opened: closing it would drop the locks of another store of this process.
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        if not os.path.isfile(path):
            raise NoFileError(f"{path} is no file") from None
        check_not_emptied(path)
        return _open_connections(path, patience)
    try:
        return _open_connections(path, patience)
    except BaseException:
        # Left behind empty, it would be taken for one that has lost its content.
        with suppress(OSError):
            if os.path.getsize(path) == 0:
                os.unlink(path)
        raise


def _open_connections(path: Path, patience: float) -> Database:
    writer = _connect(str(path), patience)
    try:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("PRAGMA synchronous = NORMAL")
        _bring_up_to_date(writer, path)
        reader = _connect(str(path), patience)
        reader.execute("PRAGMA query_only = ON")
        # SQLite opens the log with the first read, and could not if the file were deleted before that.
        reader.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    except sqlite3.Error as error:
        writer.close()
        if is_damage(error):
            raise DamagedError(str(error)) from error
        raise
    except BaseException:
        writer.close()
        raise
    return Database(writer=writer, reader=reader)


def _bring_up_to_date(writer: sqlite3.Connection, path: Path) -> None:
    """Check the file, and migrate it after a backup; DamagedError if its contents do not allow that."""
    # Both are read in one transaction, because another process may migrate the file at this moment.
    writer.execute("BEGIN")
    (version,) = writer.execute("PRAGMA user_version").fetchone()
    if version > len(MIGRATIONS):
        raise NewerSchemaError
    check_schema(writer, version)
    writer.execute("COMMIT")
    if 0 < version < len(MIGRATIONS):
        back_up(writer, path, version)
    try:
        migrate(writer)
    except sqlite3.Error as error:
        if is_damage_for_migration(error):
            raise DamagedError(str(error)) from error
        raise
    quick_check(writer)
    mend_counter(writer)


def open_in_memory() -> sqlite3.Connection:
    """Return a new database in memory, with all tables."""
    connection = _connect(":memory:", 0)
    migrate(connection)
    return connection


def _in_memory(reason: Reason | None) -> Database:
    connection = open_in_memory()
    return Database(writer=connection, reader=connection, reason=reason)


def _connect(name: str, patience: float, *, uri: bool = False) -> sqlite3.Connection:
    connection = sqlite3.connect(
        name, timeout=patience, isolation_level=None, check_same_thread=False, uri=uri
    )
    # A damaged text is one that can be shown as far as it is readable, and no error of the whole table.
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    return connection
