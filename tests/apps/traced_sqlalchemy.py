"""An app on SQLAlchemy whose answers are the statements that SQLite itself traced for the request."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy
from flask import Flask
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

app = Flask(__name__)
engine = sqlalchemy.create_engine(f"sqlite:///{Path(tempfile.mkdtemp()) / 'wishes.db'}", future=True)
traced: list[str] = []
INSERT = "INSERT INTO wish (title) VALUES ('x')"


@event.listens_for(engine, "connect")
def trace(connection: Any, _record: Any) -> None:
    """Let SQLite report what it runs."""
    connection.set_trace_callback(traced.append)


with engine.begin() as first:
    first.execute(text("CREATE TABLE wish (id INTEGER PRIMARY KEY, title TEXT NOT NULL)"))


def read() -> None:
    """Only read: no transaction is ever open."""
    with Session(engine) as session:
        for _ in range(4):
            session.execute(text("SELECT title FROM wish")).all()


def write() -> None:
    """Read, then write and commit."""
    with Session(engine) as session:
        session.execute(text("SELECT count(*) FROM wish")).all()
        session.execute(text(INSERT))
        session.commit()


def undo() -> None:
    """Write, and leave the session without a commit."""
    with Session(engine) as session:
        session.execute(text(INSERT))


def nest() -> None:
    """Keep one savepoint and go back to another."""
    with Session(engine) as session:
        session.execute(text(INSERT))
        with session.begin_nested():
            session.execute(text(INSERT))
        session.begin_nested().rollback()
        session.commit()


def refuse() -> None:
    """Let SQLite refuse a row, for which a transaction was opened."""
    with Session(engine) as session:
        try:
            session.execute(text("INSERT INTO wish (title) VALUES (NULL)"))
        except IntegrityError:
            session.rollback()


def explicit() -> None:
    """Begin by a statement of the app's own."""
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        connection.execute(text(INSERT))
        connection.commit()


def below() -> None:
    """Write below the engine, and give the connection back to the pool without a commit."""
    connection = engine.raw_connection()
    connection.cursor().execute(INSERT)
    connection.close()


WORK: tuple[Callable[[], None], ...] = (read, write, undo, nest, refuse, explicit, below)


@app.get("/<name>")
def work(name: str) -> list[str]:
    """Do the work of that name, and answer with what SQLite traced."""
    traced.clear()
    next(function for function in WORK if function.__name__ == name)()
    return [statement.strip() for statement in traced]
