"""The methods by which a watched cursor of sqlite3 records statements and counts rows."""

from __future__ import annotations

from sys import _getframe
from typing import Any

from .sqlite_calls import SqliteClasses
from .statement import Statement
from .watched_subclass import SLOT


def report_pending(cursor: Any) -> None:
    """Report the statement whose rows this cursor was fetching, if there is one."""
    statement = getattr(cursor, SLOT, None)
    if statement is not None:
        setattr(cursor, SLOT, None)
        statement.report()


def count_rows(cursor: Any, statement: Statement | None, before: int, rows: int, *, last: bool) -> None:
    """Set the row count: a base whose `fetchall` steps through itself has counted some rows already."""
    if statement is not None:
        statement.rows = before + rows
        if last:
            report_pending(cursor)


def cursor_methods(base: Any, classes: SqliteClasses) -> dict[str, Any]:
    """Return the methods that a watched subclass of `base` overrides."""

    def make_execute(name: str) -> Any:
        method = getattr(base, name)

        def execute(self: Any, *args: Any) -> Any:
            report_pending(self)
            return classes.run(_getframe(1), classes.connection_of(self), self, name, args, method)

        execute.__name__ = name
        return execute

    def make_fetch(name: str) -> Any:
        method = getattr(base, name)

        def fetch(self: Any, *args: Any, **kwargs: Any) -> Any:
            statement = getattr(self, SLOT, None)
            before = statement.rows if statement is not None else 0
            result = method(self, *args, **kwargs)
            if statement is not None:
                if name == "fetchone":
                    count_rows(self, statement, before, int(result is not None), last=result is None)
                elif type(result) is list:
                    count_rows(self, statement, before, len(result), last=name == "fetchall" or not result)
            return result

        fetch.__name__ = name
        return fetch

    base_next = base.__next__

    def __next__(self: Any) -> Any:  # noqa: N807 - it becomes the method of that name
        try:
            row = base_next(self)
        except StopIteration:
            report_pending(self)
            raise
        statement = getattr(self, SLOT, None)
        if statement is not None:
            statement.rows += 1
        return row

    def close(self: Any) -> Any:
        report_pending(self)
        return base.close(self)

    methods: dict[str, Any] = {"__next__": __next__, "close": close}
    methods.update({name: make_execute(name) for name in ("execute", "executemany", "executescript")})
    methods.update({name: make_fetch(name) for name in ("fetchone", "fetchmany", "fetchall")})
    return methods
