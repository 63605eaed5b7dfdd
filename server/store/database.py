"""Opens the database file and migrates it; if that fails, opens another one and says why."""

import contextlib
import os
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from server.store import problems
from server.store.problems import Reason
from server.store.schema import MIGRATIONS

# How long a write waits for another program before it goes on in memory.
BUSY_SECONDS: Final = 1.0


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


class NewerSchemaError(Exception):
    """The file was written by a later version of Fumehood."""


def open_database(path: Path | None, patience: float = BUSY_SECONDS) -> Database:
    """Open the database at `path`, or in memory if `path` is None.

    A damaged file is moved aside and replaced by a new one; the file of a later version is left untouched,
    and memory is used in its place. Other programs are waited for `patience` seconds. For a file that cannot
    be written now there is an `error`.
    """
    if path is None:
        return _in_memory(None)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return _open_file(path, patience)
    except NewerSchemaError:
        return _in_memory(lambda: problems.newer(str(path)))
    except (OSError, sqlite3.OperationalError) as error:
        return Database(writer=None, reader=_open_for_reading(path, patience), error=error)
    except sqlite3.DatabaseError as error:
        return _replace_damaged(path, str(error))


def _replace_damaged(path: Path, why: str) -> Database:
    """Move a damaged file aside and open a new one in its place."""
    aside = path.with_name(f"{path.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}")
    try:
        os.replace(path, aside)
        for suffix in ("-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                os.replace(f"{path}{suffix}", f"{aside}{suffix}")
        fresh = _open_file(path)
    except (OSError, sqlite3.Error) as error:
        return Database(writer=None, reader=None, error=error)
    return Database(
        writer=fresh.writer, reader=fresh.reader, reason=lambda: problems.damaged(str(path), str(aside), why)
    )


def _open_for_reading(path: Path, patience: float) -> sqlite3.Connection | None:
    """Return a connection that reads a file which cannot be written; None if it cannot be read either."""
    log = path.with_name(f"{path.name}-wal")
    try:
        logged = log.exists() and log.stat().st_size > 0
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


def _open_file(path: Path, patience: float = BUSY_SECONDS) -> Database:
    # Created before SQLite creates it, so that no other user can ever read it.
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    writer = _connect(str(path), patience)
    try:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("PRAGMA synchronous = NORMAL")
        migrate(writer)
        reader = _connect(str(path), patience)
        reader.execute("PRAGMA query_only = ON")
    except BaseException:
        writer.close()
        raise
    return Database(writer=writer, reader=reader)


def open_in_memory() -> sqlite3.Connection:
    """Return a new database in memory, with all tables."""
    connection = _connect(":memory:", 0)
    migrate(connection)
    return connection


def _in_memory(reason: Reason | None) -> Database:
    connection = open_in_memory()
    return Database(writer=connection, reader=connection, reason=reason)


def _connect(name: str, patience: float, *, uri: bool = False) -> sqlite3.Connection:
    return sqlite3.connect(name, timeout=patience, isolation_level=None, check_same_thread=False, uri=uri)


def migrate(connection: sqlite3.Connection, migrations: tuple[str, ...] = MIGRATIONS) -> None:
    """Apply the missing migrations, each in one transaction; NewerSchemaError if the file is too new."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(migrations):
        raise NewerSchemaError
    for number in range(version, len(migrations)):
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Another process may have migrated the file while we waited for the lock.
            (now,) = connection.execute("PRAGMA user_version").fetchone()
            if now == number:
                for statement in _statements(migrations[number]):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {number + 1}")
            connection.execute("COMMIT")
        except BaseException:
            # After some errors SQLite has already rolled back.
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _statements(script: str) -> list[str]:
    """Split a script into statements; `executescript` is not an alternative, since it commits first."""
    found = []
    pending = ""
    for piece in script.split(";")[:-1]:
        pending += piece + ";"
        # A semicolon inside a string or a comment does not end a statement.
        if sqlite3.complete_statement(pending):
            found.append(pending)
            pending = ""
    return found
