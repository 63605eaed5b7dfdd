"""An app on SQLAlchemy, with a lazy list, a transaction, and a statement that fails."""

import sqlite3
import tempfile
from pathlib import Path
from typing import Any

from flask import Flask, render_template_string
from sqlalchemy import Column, ForeignKey, Integer, String, create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, declarative_base, relationship

app = Flask(__name__)
FILE = Path(tempfile.mkdtemp()) / "library.db"
engine = create_engine(f"sqlite:///{FILE}", future=True)
Base: Any = declarative_base()


class Author(Base):  # type: ignore[misc]  # made by a function, as in SQLAlchemy 1.4
    """An author."""

    __tablename__ = "author"
    id = Column(Integer, primary_key=True)
    name = Column(String)
    books = relationship("Book")


class Book(Base):  # type: ignore[misc]  # likewise
    """A book."""

    __tablename__ = "book"
    id = Column(Integer, primary_key=True)
    title = Column(String)
    author_id: Any = Column(ForeignKey("author.id"))


Base.metadata.create_all(engine)
with Session(engine) as first:
    first.add_all(Author(name=name, books=[Book(title=f"{name}'s")]) for name in ("Ada", "Grace", "Mary"))
    first.commit()


@app.get("/authors")
def authors() -> Any:
    """Let a template load each author's books."""
    with Session(engine) as session:
        found = session.query(Author).order_by(Author.id).all()
        return render_template_string("{% for a in authors %}{{ a.books|length }}{% endfor %}", authors=found)


@app.get("/ping")
def ping() -> str:
    """Use an engine for the first time, and once more, so that it asks whether its connection still works."""
    fresh = create_engine(f"sqlite:///{FILE}", future=True, pool_pre_ping=True)
    for _ in range(2):
        with fresh.connect() as connection:
            connection.execute(text("SELECT 7"))
    fresh.dispose()
    return "pong"


@app.get("/rename")
def rename() -> Any:
    """Change a row and commit."""
    with Session(engine) as session:
        author: Any = session.get(Author, 1)
        author.name = "Countess"
        session.commit()
    return "renamed"


@app.get("/core")
def core() -> Any:
    """Execute statements of the Core, also many at once."""
    with engine.begin() as connection:
        connection.execute(text("UPDATE book SET title = :title WHERE id = :id"), {"id": 1, "title": "Notes"})
        connection.execute(
            text("UPDATE book SET title = :title WHERE id = :id"),
            [{"id": 2, "title": "B"}, {"id": 3, "title": "C"}],
        )
    return "asked"


@app.get("/wrong")
def wrong() -> Any:
    """Query a table that does not exist."""
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT * FROM nowhere"))
    except OperationalError as error:
        return str(error.orig)
    return "found"


@app.get("/raw")
def raw() -> Any:
    """Use the connection below SQLAlchemy, and one beside it."""
    below = engine.raw_connection()
    cursor = below.cursor()
    cursor.execute("SELECT count(*) FROM book")
    (beside,) = sqlite3.connect(FILE).execute("SELECT count(*) FROM author").fetchone()
    found: Any = cursor.fetchone()
    below.close()
    return f"{found[0]} {beside}"
