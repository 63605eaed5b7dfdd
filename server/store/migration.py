"""Brings a database file to the newest schema."""

import sqlite3

from server.store.schema import MIGRATIONS


class NewerSchemaError(Exception):
    """The file was written by a later version of Fumehood."""


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
