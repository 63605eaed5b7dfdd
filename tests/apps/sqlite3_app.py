"""A bookshop on plain sqlite3, with everything that can go well or wrong between an app and its database."""

import sqlite3
import tempfile
from pathlib import Path
from typing import Any

from flask import Flask

app = Flask(__name__)
FILE = str(Path(tempfile.mkdtemp()) / "shop.db")


class Louder(sqlite3.Cursor):
    """A cursor of the guest's own."""

    def execute(self, statement: Any, parameters: Any = ()) -> Any:
        """As the library's, once the statement is in capitals."""
        return super().execute(statement.upper(), parameters)


class Own(sqlite3.Connection):
    """A connection of the guest's own."""

    def execute(self, *args: Any) -> Any:
        """As the library's."""
        return super().execute(*args)


class Sealed(sqlite3.Cursor):
    """A cursor that allows no subclass."""

    def __init_subclass__(cls) -> None:
        """Refuse."""
        raise LookupError("sealed")


class Raising(sqlite3.Cursor):
    """A cursor that does not work."""

    def execute(self, *args: Any) -> Any:
        """Raise."""
        raise ZeroDivisionError("no cursor")

    @property
    def description(self) -> Any:
        """Raise too."""
        raise ZeroDivisionError("no description")


class Hanging:
    """Something whose repr takes for ever, and that sqlite3 can store."""

    def __repr__(self) -> Any:
        while True:
            pass

    def __conform__(self, protocol: Any) -> Any:
        return "stored"


def made_plainly(*args: Any, **kwargs: Any) -> Any:
    """A factory that is no class."""
    return sqlite3.Connection(*args, **kwargs)


def connect(**options: Any) -> Any:
    """A connection to the shop."""
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
    """Ask for the list, and then for each one's books."""
    database = connect()
    found = database.execute("SELECT id, name FROM author ORDER BY id").fetchall()
    books = [
        database.execute("SELECT title FROM book WHERE author = ?", (row["id"],)).fetchone()["title"]
        for row in found
    ]
    return ", ".join(books)


@app.get("/kinds")
def kinds() -> Any:
    """What connection and cursor are."""
    database = connect()
    cursor = database.cursor()
    odd: Any = sqlite3.connect(":memory:", factory=made_plainly)  # type: ignore[call-overload]  # what sqlite3 takes too
    return {
        "connection": isinstance(database, sqlite3.Connection),
        "cursor": isinstance(cursor, sqlite3.Cursor),
        "names": [type(database).__name__, type(cursor).__name__, type(odd).__name__],
        "louder": isinstance(database.cursor(Louder), Louder),
        "connect": sqlite3.connect.__name__,
    }


@app.get("/steps")
def steps() -> Any:
    """Fetch in every way there is."""
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
    """Begin, change, roll back."""
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
    """Ask for a table that is not there."""
    try:
        connect().execute("SELECT * FROM nowhere WHERE id = ?", (7,))
    except sqlite3.OperationalError as error:
        return str(error)
    return "found"


@app.get("/own")
def own() -> Any:
    """Ask through classes of one's own."""
    database = connect(factory=Own)
    count = database.execute("SELECT count(*) FROM author").fetchone()[0]
    name = database.cursor(Louder).execute("select name from author where id = ?", (1,)).fetchone()[0]
    return f"{count} {name}"


@app.get("/raising")
def raising() -> Any:
    """Ask a cursor that raises."""
    try:
        connect().cursor(Raising).execute("SELECT 1")
    except ZeroDivisionError as error:
        return str(error)
    return "asked"


@app.get("/sealed")
def sealed() -> Any:
    """Ask through a class that nobody can watch."""
    return str(connect().cursor(Sealed).execute("SELECT count(*) FROM book").fetchone()[0])


@app.get("/hanging")
def hanging() -> Any:
    """Ask with something that cannot be shown."""
    row = connect().execute("SELECT ?", (Hanging(),)).fetchone()
    return str(row[0])


@app.get("/replaced")
def replaced() -> Any:
    """Put a function of one's own in the place of sqlite3.connect."""
    library: Any = sqlite3.connect

    def own_connect(*args: Any, **kwargs: Any) -> Any:
        return library(*args, **kwargs)

    sqlite3.connect = own_connect
    try:
        return str(connect().execute("SELECT count(*) FROM book").fetchone()[0])
    finally:
        sqlite3.connect = library
