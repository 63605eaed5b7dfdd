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

BUSY_SECONDS: Final = 5.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Database:
    """A writing and a reading connection (in memory the same one), and what was wrong, if anything."""

    writer: sqlite3.Connection
    reader: sqlite3.Connection
    reason: Reason | None = None


class NewerSchemaError(Exception):
    """The file was written by a later version of Fumehood."""


def open_database(path: Path | None) -> Database:
    """Open the database at `path`, or in memory if `path` is None or the file cannot be used.

    A damaged file is moved aside and replaced by a new one; the file of a later version is left untouched.
    """
    if path is None:
        return _in_memory(None)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return _open_file(path)
    except NewerSchemaError:
        return _in_memory(lambda: problems.newer(str(path)))
    except sqlite3.OperationalError as error:
        why = str(error)
        return _in_memory(lambda: problems.unusable(str(path), why))
    except sqlite3.DatabaseError as error:
        return _replace_damaged(path, str(error))
    except OSError as error:
        why = str(error)
        return _in_memory(lambda: problems.unusable(str(path), why))


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
        unusable = str(error)
        return _in_memory(lambda: problems.unusable(str(path), unusable))
    return Database(
        writer=fresh.writer, reader=fresh.reader, reason=lambda: problems.damaged(str(path), str(aside), why)
    )


def _open_file(path: Path) -> Database:
    # Created before SQLite creates it, so that no other user can ever read it.
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    writer = _connect(str(path))
    try:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("PRAGMA synchronous = NORMAL")
        migrate(writer)
        reader = _connect(str(path))
        reader.execute("PRAGMA query_only = ON")
    except BaseException:
        writer.close()
        raise
    return Database(writer=writer, reader=reader)


def _in_memory(reason: Reason | None) -> Database:
    connection = _connect(":memory:")
    migrate(connection)
    return Database(writer=connection, reader=connection, reason=reason)


def _connect(name: str) -> sqlite3.Connection:
    return sqlite3.connect(name, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)


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
