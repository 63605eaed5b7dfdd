"""An app on plain sqlite3, with its own classes, and statements that succeed and fail."""

import sqlite3
import tempfile
import time
from pathlib import Path
from typing import Any

from flask import Flask

app = Flask(__name__)
FILE = str(Path(tempfile.mkdtemp()) / "shop.db")


class UppercaseCursor(sqlite3.Cursor):
    """The guest's own cursor, which changes the statement."""

    def execute(self, statement: Any, parameters: Any = ()) -> Any:
        """Execute the statement in capitals."""
        return super().execute(statement.upper(), parameters)


class OwnConnection(sqlite3.Connection):
    """The guest's own connection."""

    def execute(self, *args: Any) -> Any:
        """Execute as the base class does."""
        return super().execute(*args)


class SealedCursor(sqlite3.Cursor):
    """A cursor class that allows no subclass."""

    def __init_subclass__(cls) -> None:
        """Refuse."""
        raise LookupError("sealed")


class RaisingCursor(sqlite3.Cursor):
    """A cursor that raises."""

    def execute(self, *args: Any) -> Any:
        """Raise."""
        raise ZeroDivisionError("no cursor")

    @property
    def description(self) -> Any:
        """Raise."""
        raise ZeroDivisionError("no description")


class HangingParameter:
    """An object that sqlite3 can store and whose `repr` never ends."""

    def __repr__(self) -> Any:
        while True:
            time.sleep(1)

    def __conform__(self, protocol: Any) -> Any:
        return "stored"


def create_connection(*args: Any, **kwargs: Any) -> Any:
    """Return a connection: a factory that is not a class."""
    return sqlite3.Connection(*args, **kwargs)


def connect(**options: Any) -> Any:
    """Return a connection to the database."""
    connection = sqlite3.connect(FILE, **options)
    connection.row_factory = sqlite3.Row
    return connection


with connect() as first:
    first.executescript(
        "CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT);"
        "CREATE TABLE book (id INTEGER PRIMARY KEY, author INTEGER, title TEXT);"
        "INSERT INTO author VALUES (1, 'Ada'), (2, 'Grace'), (3, 'Mary');"
        "INSERT INTO book VALUES (1, 1, 'Notes'), (2, 2, 'Nanoseconds'), (3, 3, 'Frankenstein');"
    )


@app.get("/authors")
def authors() -> Any:
    """Query a list, and then each author's books."""
    database = connect()
    found = database.execute("SELECT id, name FROM author ORDER BY id").fetchall()
    books = [
        database.execute("SELECT title FROM book WHERE author = ?", (row["id"],)).fetchone()["title"]
        for row in found
    ]
    return ", ".join(books)


@app.get("/kinds")
def kinds() -> Any:
    """Return the classes of connections and cursors."""
    database = connect()
    cursor = database.cursor()
    odd: Any = sqlite3.connect(":memory:", factory=create_connection)  # type: ignore[call-overload]  # what sqlite3 takes too
    return {
        "connection": isinstance(database, sqlite3.Connection),
        "cursor": isinstance(cursor, sqlite3.Cursor),
        "names": [type(database).__name__, type(cursor).__name__, type(odd).__name__],
        "own cursor": isinstance(database.cursor(UppercaseCursor), UppercaseCursor),
        "connect": sqlite3.connect.__name__,
    }


@app.get("/steps")
def steps() -> Any:
    """Fetch rows in each possible way."""
    cursor = connect().cursor()
    stepped = [row["id"] for row in cursor.execute("SELECT id FROM author")]
    cursor.execute("SELECT name FROM author")
    cursor.fetchone()
    cursor.fetchmany(1)
    cursor.execute("SELECT title FROM book")
    cursor.fetchall()
    cursor.execute("SELECT 1")
    return {"stepped": stepped}


@app.get("/writes")
def writes() -> Any:
    """Change rows, roll back, and commit."""
    database = connect()
    database.execute("UPDATE author SET name = :name WHERE id = :id", {"id": 1, "name": "Countess"})
    database.executemany("INSERT INTO book (author, title) VALUES (?, ?)", [(1, "A"), (1, "B")])
    database.executemany("INSERT INTO book (author, title) VALUES (?, ?)", ((1, t) for t in "CDE"))
    database.rollback()
    with database:
        database.execute("DELETE FROM book WHERE id = ?", (99,))
    database.commit()
    return "kept"


@app.get("/wrong")
def wrong() -> Any:
    """Query a table that does not exist."""
    try:
        connect().execute("SELECT * FROM nowhere WHERE id = ?", (7,))
    except sqlite3.OperationalError as error:
        return str(error)
    return "found"


@app.get("/own")
def own() -> Any:
    """Query through the guest's own classes."""
    database = connect(factory=OwnConnection)
    count = database.execute("SELECT count(*) FROM author").fetchone()[0]
    name = (
        database.cursor(UppercaseCursor).execute("select name from author where id = ?", (1,)).fetchone()[0]
    )
    return f"{count} {name}"


@app.get("/raising")
def raising() -> Any:
    """Query through a cursor that raises."""
    try:
        connect().cursor(RaisingCursor).execute("SELECT 1")
    except ZeroDivisionError as error:
        return str(error)
    return "asked"


@app.get("/sealed")
def sealed() -> Any:
    """Query through a class that cannot be watched."""
    return str(connect().cursor(SealedCursor).execute("SELECT count(*) FROM book").fetchone()[0])


@app.get("/hanging")
def hanging() -> Any:
    """Query with a parameter whose `repr` never ends."""
    row = connect().execute("SELECT ?", (HangingParameter(),)).fetchone()
    return str(row[0])


@app.get("/replaced")
def replaced() -> Any:
    """Replace sqlite3.connect by another function."""
    library: Any = sqlite3.connect

    def own_connect(*args: Any, **kwargs: Any) -> Any:
        return library(*args, **kwargs)

    sqlite3.connect = own_connect
    try:
        return str(connect().execute("SELECT count(*) FROM book").fetchone()[0])
    finally:
        sqlite3.connect = library
