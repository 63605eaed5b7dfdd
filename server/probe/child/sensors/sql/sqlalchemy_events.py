"""SQLAlchemy's own engine events as the source of statements, from the Core and from the ORM."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from ...recording.probe import report_fault
from ...recording.thread_work import current_work
from .sqlite_calls import SqliteClasses
from .statement import KIND, Statement, report_control
from .watched_subclass import SLOT

LIBRARY = "sqlalchemy"
RUNNING = "sql running"


def watch(_: ModuleType) -> None:
    """Listen to all engines, also those created later."""
    listen = sys.modules["sqlalchemy.event"].listen
    engine = sys.modules["sqlalchemy.engine"].Engine
    listen(engine, "before_cursor_execute", before_execute)
    listen(engine, "after_cursor_execute", after_execute)
    listen(engine, "handle_error", on_error)
    for name, operation in (
        ("begin", "begin"),
        ("commit", "commit"),
        ("rollback", "rollback"),
        ("savepoint", "savepoint"),
        ("rollback_savepoint", "rollback"),
        ("release_savepoint", "release"),
    ):
        listen(engine, name, control_listener(operation), named=True)


def names_of(context: Any, parameters: Any) -> Any:
    """Return the names of positional parameters in their order, if SQLAlchemy compiled the statement."""
    compiled = getattr(context, "compiled", None)
    return getattr(compiled, "positiontup", None) if isinstance(parameters, (list, tuple)) else None


def before_execute(  # noqa: PLR0913, PLR0917 - as SQLAlchemy calls it
    conn: Any, cursor: Any, text: Any, parameters: Any, context: Any, executemany: bool
) -> None:
    """Record a statement that is about to be sent."""
    exchange = current_work()
    if exchange is None:
        return
    try:
        many = executemany and isinstance(parameters, (list, tuple))
        first_parameters = (parameters[0] if parameters else None) if many else parameters
        statement = Statement(
            exchange,
            LIBRARY,
            str(conn.dialect.name),
            text,
            first_parameters,
            names=names_of(context, first_parameters),
            operation="executemany" if executemany else "execute",
            batches=len(parameters) if many else None,
        )
        exchange.data.setdefault(RUNNING, {})[id(conn)] = statement
    except Exception as error:
        report_fault(KIND, error)


def after_execute(  # noqa: PLR0913, PLR0917 - as SQLAlchemy calls it
    conn: Any, cursor: Any, text: Any, parameters: Any, context: Any, executemany: bool
) -> None:
    """Record that the statement was executed."""
    statement = take_running(conn)
    if statement is None:
        return
    try:
        rows = getattr(cursor, "rowcount", -1)
        row_count = rows if type(rows) is int and rows >= 0 else None
        if getattr(cursor, "description", None) is not None and hasattr(type(cursor), SLOT):
            SqliteClasses.follow(statement, cursor)
        else:
            statement.executed(row_count, fetching=False)
    except Exception as error:
        report_fault(KIND, error)


def on_error(context: Any) -> None:
    """Report a statement that the database refused."""
    statement = take_running(context.connection)
    if statement is not None:
        statement.failed(context.original_exception)


def take_running(conn: Any) -> Statement | None:
    """Remove and return the statement that this connection is executing, or None."""
    exchange = current_work()
    return None if exchange is None else exchange.data.get(RUNNING, {}).pop(id(conn), None)


def control_listener(operation: str) -> Any:
    """Return a listener for one operation on a transaction."""

    def listener(**arguments: Any) -> None:
        exchange = current_work()
        if exchange is None:
            return
        try:
            name = arguments.get("name")
            text_parts = [operation.upper(), *([name] if isinstance(name, str) else [])]
            report_control(
                exchange, LIBRARY, str(arguments["conn"].dialect.name), operation, " ".join(text_parts)
            )
        except Exception as error:
            report_fault(KIND, error)

    return listener
