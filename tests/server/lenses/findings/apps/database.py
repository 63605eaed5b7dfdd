"""Mistakes with SQLite and SQLAlchemy, and the same without the mistake."""

import os
import sqlite3
import tempfile

import sqlalchemy
from flask import Flask
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    mapped_column,
    relationship,
    scoped_session,
    sessionmaker,
)

app = Flask(__name__)
PLACE = os.path.join(tempfile.mkdtemp(), "shop.sqlite3")
ENGINE = sqlalchemy.create_engine(
    f"sqlite:///{PLACE}", poolclass=sqlalchemy.QueuePool, pool_size=1, max_overflow=0, pool_timeout=0.01
)


class Base(DeclarativeBase):
    """The base of the models."""


class Author(Base):
    """A model with a relationship that is loaded late."""

    __tablename__ = "author"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    books: Mapped[list["Book"]] = relationship()


class Book(Base):
    """What an author wrote."""

    __tablename__ = "book"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(sqlalchemy.ForeignKey("author.id"))


Base.metadata.create_all(ENGINE)
with Session(ENGINE) as first:
    first.add_all([Author(name=f"author {number}") for number in range(12)])
    first.commit()
CURRENT = scoped_session(sessionmaker(ENGINE))
SHARED = sqlite3.connect(":memory:")


@app.teardown_appcontext
def remove(_error: BaseException | None) -> None:
    """End the session of the request."""
    CURRENT.remove()


def _connect() -> sqlite3.Connection:
    return sqlite3.connect(PLACE, timeout=0)


@app.get("/other-thread")
def other_thread() -> str:
    """Use a connection of the thread that imported the module."""
    return str(SHARED.execute("SELECT 1").fetchone())


@app.get("/own-connection")
def own_connection() -> str:
    """Open a connection of its own."""
    return str(_connect().execute("SELECT 1").fetchone())


@app.get("/locked")
def locked() -> str:
    """Write while another connection holds the lock."""
    holder = _connect()
    holder.execute("BEGIN EXCLUSIVE")
    try:
        _connect().execute("INSERT INTO author (name) VALUES ('locked')")
    finally:
        holder.rollback()
    return "written"


@app.get("/no-table")
def no_table() -> str:
    """Read a table that does not exist."""
    return str(_connect().execute("SELECT * FROM reader").fetchall())


@app.get("/no-column")
def no_column() -> str:
    """Read a column that does not exist."""
    return str(_connect().execute("SELECT born FROM author").fetchall())


@app.get("/detached")
def detached() -> str:
    """Load a relationship after the session has ended."""
    with Session(ENGINE) as session:
        author = session.scalars(sqlalchemy.select(Author).limit(1)).one()
    return str(len(author.books))


@app.get("/attached")
def attached() -> str:
    """Load a relationship while the session is there."""
    with Session(ENGINE) as session:
        return str(len(session.scalars(sqlalchemy.select(Author).limit(1)).one().books))


@app.get("/pending")
def pending() -> str:
    """Go on after a statement has failed."""
    with Session(ENGINE) as session:
        session.add(Author(name="author 1"))
        try:
            session.flush()
        except sqlalchemy.exc.IntegrityError:
            app.logger.info("it exists already")
        return str(session.scalars(sqlalchemy.select(Author.name)).all())


@app.get("/pool")
def pool() -> str:
    """Ask for a second connection while the first one is in use."""
    with ENGINE.connect() as one, ENGINE.connect() as two:
        return str(one is two)


@app.get("/one-by-one")
def one_by_one() -> str:
    """Send a query for each row of another one."""
    with Session(ENGINE) as session:
        authors = session.scalars(sqlalchemy.select(Author)).all()
        return str(
            [session.scalar(sqlalchemy.select(Book.id).where(Book.author_id == a.id)) for a in authors]
        )


@app.get("/nine-times")
def nine_times() -> str:
    """Send a query a few times."""
    connection = _connect()
    return str([connection.execute("SELECT ?", (number,)).fetchone() for number in range(9)])


@app.get("/forgotten")
def forgotten() -> str:
    """Write without a commit."""
    CURRENT.add(Author(name="forgotten"))
    CURRENT.flush()
    return "written"


@app.get("/taken-back")
def taken_back() -> str:
    """Write, and take it back on purpose."""
    CURRENT.add(Author(name="taken back"))
    CURRENT.flush()
    CURRENT.rollback()
    return "not written"


@app.get("/committed")
def committed() -> str:
    """Write with a commit."""
    with Session(ENGINE) as session:
        session.add(Book(author_id=1))
        session.commit()
    return "written"


@app.get("/left-open")
def left_open() -> str:
    """Leave a transaction of sqlite3 open."""
    app.extensions["left-open"] = connection = _connect()
    connection.execute("UPDATE author SET name = 'open' WHERE id = 99")
    return "written"
