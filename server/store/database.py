"""Opens the file of the store: migrated, or with a reason why another one is used."""

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
    """A connection to write with, one to read with (the same in memory), and what was wrong, if anything."""

    writer: sqlite3.Connection
    reader: sqlite3.Connection
    reason: Reason | None = None


class NewerSchemaError(Exception):
    """The file was written by a later Fumehood."""


def open_database(path: Path | None) -> Database:
    """The database at `path`, or in memory: for None, and where the file cannot be used as it is.

    A damaged file is moved aside and a new one begun; one of a later version stays untouched.
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
    # Made before SQLite does, so that nobody else can ever read it.
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
    """Bring the tables up to date, each step whole or not at all; NewerSchemaError if they are beyond us."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(migrations):
        raise NewerSchemaError
    for number in range(version, len(migrations)):
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Another process may have been here while we waited for the lock.
            (now,) = connection.execute("PRAGMA user_version").fetchone()
            if now == number:
                for statement in _statements(migrations[number]):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {number + 1}")
            connection.execute("COMMIT")
        except BaseException:
            # For some errors SQLite has rolled back on its own.
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _statements(script: str) -> list[str]:
    """The statements of a script; `executescript` would commit before it begins."""
    found = []
    waiting = ""
    for piece in script.split(";")[:-1]:
        waiting += piece + ";"
        # A semicolon within a text or a comment ends nothing.
        if sqlite3.complete_statement(waiting):
            found.append(waiting)
            waiting = ""
    return found
