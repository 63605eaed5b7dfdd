"""Watched connections of Python's own sqlite3.

`sqlite3.connect` returns a connection of a subclass of the class that the guest asked for, and that returns
cursors of such a subclass. A factory that is not a class, or allows no subclass, is left alone. What
SQLAlchemy's engine sends through these objects is reported by SQLAlchemy's own events, except for the ends of
transactions: these are reported here, where it is known whether SQLite gets them.
"""

from __future__ import annotations

import sys
from sys import _getframe
from types import ModuleType
from typing import Any, Callable

from ...patch.patching import wrap
from ...recording.probe import report_fault
from .opened_databases import opened
from .sqlite_calls import (
    DIALECT,
    LIBRARY,
    SqliteClasses,
    call_recorded,
    classes_of,
    exchange_of_end,
    is_of_sqlalchemy,
)
from .sqlite_cursor import cursor_methods
from .statement import KIND, Statement
from .watched_subclass import watched_subclass

SQLALCHEMY = "sqlalchemy"
FACTORY_POSITION = 5
EXECUTE_METHODS = ("execute", "executemany", "executescript")


def watch(module: ModuleType) -> None:
    """Make `sqlite3.connect` return watched connections."""
    wrap(module, "connect", wrap_connect(classes_of(module)))
    dbapi = sys.modules.get("sqlite3.dbapi2")
    if dbapi is not None:
        dbapi.connect = module.connect  # type: ignore[attr-defined]  # the same function under its other name


def wrap_connect(classes: SqliteClasses) -> Callable[[Any], Any]:
    """Return a wrapper for `sqlite3.connect`."""

    def make_wrapper(original: Any) -> Any:
        def connect(*args: Any, **kwargs: Any) -> Any:
            try:
                opened.note(args, kwargs)
                is_positional = len(args) > FACTORY_POSITION
                requested = (
                    args[FACTORY_POSITION] if is_positional else kwargs.get("factory", classes.connection)
                )
                factory = watched_subclass(
                    requested, classes.connection, lambda base: connection_methods(base, classes)
                )
                if is_positional:
                    args = (*args[:FACTORY_POSITION], factory, *args[FACTORY_POSITION + 1 :])
                else:
                    kwargs["factory"] = factory
            except Exception as error:
                report_fault(KIND, error)
            return original(*args, **kwargs)

        return connect

    return make_wrapper


def connection_methods(base: Any, classes: SqliteClasses) -> dict[str, Any]:
    """Return the methods that a watched connection overrides."""
    base_connection = classes.connection
    own_cursors = base.cursor is not base_connection.cursor

    def watched_cursor(requested: Any) -> Any:
        return watched_subclass(requested, classes.cursor, lambda cursors: cursor_methods(cursors, classes))

    def cursor(self: Any, *args: Any, **kwargs: Any) -> Any:
        requested = args[0] if args else kwargs.get("factory", classes.cursor)
        factory = watched_cursor(requested)
        return base.cursor(self, *args, **kwargs) if factory is requested else base.cursor(self, factory)

    def make_execute(name: str) -> Any:
        method = getattr(base, name)
        if own_cursors or method is not getattr(base_connection, name):

            def call_override(self: Any, *args: Any) -> Any:
                return classes.run(_getframe(1), self, self, name, args, method)

            call_override.__name__ = name
            return call_override
        of_cursor = getattr(classes.cursor, name)
        default_cursor = watched_cursor(classes.cursor)

        def execute(self: Any, *args: Any) -> Any:
            cursor_object = base_connection.cursor(self, default_cursor)
            return classes.run(_getframe(1), self, cursor_object, name, args, of_cursor)

        execute.__name__ = name
        return execute

    def make_end(name: str) -> Any:
        method = getattr(base, name)

        def end(self: Any, *args: Any) -> Any:
            exchange = exchange_of_end()
            if exchange is None or not classes.in_transaction(self):
                return method(self, *args)
            failing = name == "__exit__" and args[:1] != (None,)
            operation = "rollback" if failing or name == "rollback" else "commit"
            library = SQLALCHEMY if is_of_sqlalchemy(_getframe(1)) else LIBRARY
            statement = Statement(exchange, library, DIALECT, operation.upper(), operation=operation)
            result = call_recorded(statement, method, self, *args)
            statement.executed(None, fetching=False)
            return result

        end.__name__ = name
        return end

    methods = {name: make_execute(name) for name in EXECUTE_METHODS}
    methods.update({name: make_end(name) for name in ("commit", "rollback", "__exit__")})
    if not own_cursors:
        methods["cursor"] = cursor
    return methods
