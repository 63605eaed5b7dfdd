"""SQLAlchemy: what its engines send, for the Core and the ORM, as its own events tell it."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from ...recording.probe import report_fault
from ...recording.recorder import current_exchange
from .sqlite_calls import SqliteClasses
from .statement import KIND, Statement, report_control
from .watched_subclass import SLOT

LIBRARY = "sqlalchemy"
RUNNING = "sql running"


def watch(_: ModuleType) -> None:
    """Listen to every engine that there will be."""
    listen = sys.modules["sqlalchemy.event"].listen
    engine = sys.modules["sqlalchemy.engine"].Engine
    listen(engine, "before_cursor_execute", before)
    listen(engine, "after_cursor_execute", after)
    listen(engine, "handle_error", failed)
    for name, operation in (
        ("begin", "begin"),
        ("commit", "commit"),
        ("rollback", "rollback"),
        ("savepoint", "savepoint"),
        ("rollback_savepoint", "rollback"),
        ("release_savepoint", "release"),
    ):
        listen(engine, name, control(operation), named=True)


def names_of(context: Any, parameters: Any) -> Any:
    """The names of positional parameters in their order, where SQLAlchemy made the statement."""
    compiled = getattr(context, "compiled", None)
    return getattr(compiled, "positiontup", None) if isinstance(parameters, (list, tuple)) else None


def before(  # noqa: PLR0913, PLR0917 - as SQLAlchemy calls it
    conn: Any, cursor: Any, text: Any, parameters: Any, context: Any, executemany: bool
) -> None:
    """A statement is about to be sent."""
    exchange = current_exchange()
    if exchange is None:
        return
    try:
        many = executemany and isinstance(parameters, (list, tuple))
        given = (parameters[0] if parameters else None) if many else parameters
        statement = Statement(
            exchange,
            LIBRARY,
            str(conn.dialect.name),
            text,
            given,
            names=names_of(context, given),
            operation="executemany" if executemany else "execute",
            batches=len(parameters) if many else None,
        )
        exchange.data.setdefault(RUNNING, {})[id(conn)] = statement
    except Exception as error:
        report_fault(KIND, error)


def after(  # noqa: PLR0913, PLR0917 - as SQLAlchemy calls it
    conn: Any, cursor: Any, text: Any, parameters: Any, context: Any, executemany: bool
) -> None:
    """The statement has been done."""
    statement = running(conn)
    if statement is None:
        return
    try:
        rows = getattr(cursor, "rowcount", -1)
        known = rows if type(rows) is int and rows >= 0 else None
        if getattr(cursor, "description", None) is not None and hasattr(type(cursor), SLOT):
            SqliteClasses.follow(statement, cursor)
        else:
            statement.executed(known, fetching=False)
    except Exception as error:
        report_fault(KIND, error)


def failed(context: Any) -> None:
    """The database refused a statement."""
    statement = running(context.connection)
    if statement is not None:
        statement.failed(context.original_exception)


def running(conn: Any) -> Statement | None:
    """The statement that this connection is doing, which it then is no more."""
    exchange = current_exchange()
    return None if exchange is None else exchange.data.get(RUNNING, {}).pop(id(conn), None)


def control(operation: str) -> Any:
    """A listener to something done to a transaction."""

    def listener(**given: Any) -> None:
        exchange = current_exchange()
        if exchange is None:
            return
        try:
            name = given.get("name")
            words = [operation.upper(), *([name] if isinstance(name, str) else [])]
            report_control(exchange, LIBRARY, str(given["conn"].dialect.name), operation, " ".join(words))
        except Exception as error:
            report_fault(KIND, error)

    return listener
