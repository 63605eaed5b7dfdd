"""An app whose database driver is its own, and which shows every call that the driver gets."""

from __future__ import annotations

import sqlite3
from types import SimpleNamespace
from typing import Any

import sqlalchemy
from flask import Flask, render_template_string
from sqlalchemy.orm import Session, declarative_base
from sqlalchemy.pool import StaticPool

app = Flask(__name__)
calls: list[str] = []
"""The calls of the driver since the app was loaded, in order."""


class Recorder:
    """A connection or cursor of the driver: it passes on every call, and notes each use of an attribute."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._inner, name)
        if not callable(value):
            calls.append(name)
            return value

        def call(*arguments: Any, **options: Any) -> Any:
            calls.append(f"{name} {[each for each in arguments if isinstance(each, (str, tuple))]}")
            result = value(*arguments, **options)
            return Recorder(result) if isinstance(result, sqlite3.Cursor) else result

        return call

    def __repr__(self) -> str:
        calls.append("repr")
        return "a recorder"


def connect(*arguments: Any, **options: Any) -> Recorder:
    """Open a connection, as a driver does."""
    calls.append("connect")
    return Recorder(sqlite3.connect(*arguments, **options))


names = {name: getattr(sqlite3, name) for name in dir(sqlite3) if not name.startswith("__")}
driver = SimpleNamespace(**{**names, "connect": connect})
engine = sqlalchemy.create_engine("sqlite://", module=driver, poolclass=StaticPool)
Base: Any = declarative_base()


class Ship(Base):  # type: ignore[misc]  # made at run time
    """A ship that is shown by a column which a commit expires."""

    __tablename__ = "ship"
    id = sqlalchemy.Column(sqlalchemy.Integer, primary_key=True)
    name = sqlalchemy.Column(sqlalchemy.String)

    def __repr__(self) -> str:
        return f"<Ship {self.name}>"


Base.metadata.create_all(engine)


@app.get("/")
def show() -> str:
    """Write a ship, and show it after the commit that expires it."""
    with Session(engine) as session:
        ship = Ship(name="Ada")
        session.add(ship)
        session.commit()
        return render_template_string("{{ ship.name }}", ship=ship)


@app.get("/failing")
def fail() -> str:
    """Send a statement that the database refuses."""
    with Session(engine) as session:
        session.execute(sqlalchemy.text("SELECT nothing FROM nowhere"))
    return "not reached"


@app.get("/then-calls")
def show_calls() -> list[str]:
    """Return the calls so far."""
    return calls
