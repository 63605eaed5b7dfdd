"""SQLAlchemy's own engine events as the source of statements, from the Core and from the ORM."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from ...describe.static_access import bases_of, class_attribute, items_of, module_of, stored
from ...recording.probe import report_fault
from ...recording.thread_work import current_work
from .sqlite_calls import SqliteClasses, classes_of
from .statement import KIND, RUNNING, Statement, report_control
from .watched_subclass import SLOT

LIBRARY = "sqlalchemy"
DRIVERS = frozenset(
    "MySQLdb mariadb mysql oracledb psycopg psycopg2 pymssql pymysql pyodbc sqlite3".split()  # noqa: SIM905 - short
)


def watch(_: ModuleType) -> None:
    """Listen to all engines, also those created later."""
    listen = sys.modules["sqlalchemy.event"].listen
    engine = sys.modules["sqlalchemy.engine"].Engine
    listen(engine, "before_cursor_execute", before_execute)
    listen(engine, "after_cursor_execute", after_execute)
    listen(engine, "handle_error", on_error)
    for name in ("begin", "commit", "rollback"):  # savepoints are statements
        listen(engine, name, control_listener(name), named=True)


def names_of(context: Any, parameters: Any) -> Any:
    """Return the names of positional parameters in their order, if SQLAlchemy compiled the statement."""
    compiled = getattr(context, "compiled", None)
    return getattr(compiled, "positiontup", None) if issubclass(type(parameters), (list, tuple)) else None


def before_execute(  # noqa: PLR0913, PLR0917 - as SQLAlchemy calls it
    conn: Any, cursor: Any, text: Any, parameters: Any, context: Any, executemany: bool
) -> None:
    """Record a statement that is about to be sent."""
    exchange = current_work()
    if exchange is None:
        return
    try:
        batches = items_of(parameters) if executemany else None
        first_parameters = parameters if batches is None else batches[0] if batches else None
        operation = "executemany" if executemany else "execute"
        classes = sqlite_classes(cursor)
        begin_span = None
        if classes is not None:
            begin_span = classes.begin_span(exchange, classes.connection_of(cursor), operation, text)
        statement = Statement(
            exchange,
            LIBRARY,
            str(conn.dialect.name),
            text,
            first_parameters,
            names=names_of(context, first_parameters),
            operation=operation,
            batches=None if batches is None else len(batches),
            begin_span=begin_span,
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
        rows = cursor.rowcount if is_known_driver(type(cursor)) else stored(cursor, "rowcount")
        row_count = rows if type(rows) is int and rows >= 0 else None
        classes = sqlite_classes(cursor)
        if classes is not None:
            classes.report_begin(statement, classes.connection_of(cursor))
        if classes is not None and classes.has_rows(cursor):
            classes.follow(statement, cursor)
        else:
            statement.executed(row_count, fetching=False)
    except Exception as error:
        report_fault(KIND, error)


def on_error(context: Any) -> None:
    """Report a statement that the database refused."""
    statement = take_running(context.connection)
    if statement is None:
        return
    try:
        cursor = stored(context.execution_context, "cursor")
        classes = sqlite_classes(cursor)
        if classes is not None:
            classes.report_begin(statement, classes.connection_of(cursor))
    except Exception as error:
        report_fault(KIND, error)
    statement.failed(context.original_exception)


def sqlite_classes(watched: Any) -> SqliteClasses | None:
    """Return the classes of sqlite3 if this is a watched cursor or connection of it, None otherwise."""
    module = sys.modules.get("sqlite3")
    is_watched = module is not None and class_attribute(type(watched), SLOT) is not None
    return classes_of(module) if is_watched else None


def is_known_driver(cursor_class: type) -> bool:
    """Return whether a class of cursors is that of a driver whose row count is no more than a number."""
    return any(module_of(cls).partition(".")[0] in DRIVERS for cls in bases_of(cursor_class))


def take_running(conn: Any) -> Statement | None:
    """Remove and return the statement that this connection is executing, or None."""
    exchange = current_work()
    return None if exchange is None else exchange.data.get(RUNNING, {}).pop(id(conn), None)


def control_listener(operation: str) -> Any:
    """Return a listener for one operation on a transaction; SQLAlchemy calls it even if nothing is sent.

    A watched connection of sqlite3 reports what SQLite gets, so nothing is reported for it here.
    """

    def listener(**arguments: Any) -> None:
        exchange = current_work()
        if exchange is None:
            return
        try:
            conn = arguments["conn"]
            # Read statically, for `conn.connection` may connect again.
            pooled = stored(conn, "_dbapi_connection")
            if sqlite_classes(stored(pooled, "dbapi_connection")) is None:
                report_control(exchange, LIBRARY, str(conn.dialect.name), operation, operation.upper())
        except Exception as error:
            report_fault(KIND, error)

    return listener
