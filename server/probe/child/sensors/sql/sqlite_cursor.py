"""What a watched cursor of sqlite3 does otherwise than its base: it tells statements and counts rows."""

from __future__ import annotations

import sys
from typing import Any

from .sqlite_calls import SqliteClasses
from .statement import Statement
from .watched_subclass import SLOT


def release(cursor: Any) -> None:
    """Report the statement whose rows this cursor was fetching, if there is one."""
    statement = getattr(cursor, SLOT, None)
    if statement is not None:
        setattr(cursor, SLOT, None)
        statement.report()


def fetched(cursor: Any, statement: Statement | None, before: int, rows: int, *, last: bool) -> None:
    """Count rows: a base whose `fetchall` steps through itself has counted some of them already."""
    if statement is not None:
        statement.rows = before + rows
        if last:
            release(cursor)


def cursor_methods(base: Any, kinds: SqliteClasses) -> dict[str, Any]:
    """The methods of a watched subclass of `base`."""

    def executing(name: str) -> Any:
        method = getattr(base, name)

        def execute(self: Any, *args: Any) -> Any:
            release(self)
            return kinds.run(sys._getframe(1), kinds.connection_of(self), self, name, args, method)

        execute.__name__ = name
        return execute

    def fetching(name: str) -> Any:
        method = getattr(base, name)

        def fetch(self: Any, *args: Any, **kwargs: Any) -> Any:
            statement = getattr(self, SLOT, None)
            before = statement.rows if statement is not None else 0
            found = method(self, *args, **kwargs)
            if statement is not None:
                if name == "fetchone":
                    fetched(self, statement, before, int(found is not None), last=found is None)
                else:
                    fetched(self, statement, before, len(found), last=name == "fetchall" or not found)
            return found

        fetch.__name__ = name
        return fetch

    step = base.__next__

    def __next__(self: Any) -> Any:  # noqa: N807 - it becomes the method of that name
        try:
            row = step(self)
        except StopIteration:
            release(self)
            raise
        statement = getattr(self, SLOT, None)
        if statement is not None:
            statement.rows += 1
        return row

    def close(self: Any) -> Any:
        release(self)
        return base.close(self)

    methods: dict[str, Any] = {"__next__": __next__, "close": close}
    methods.update({name: executing(name) for name in ("execute", "executemany", "executescript")})
    methods.update({name: fetching(name) for name in ("fetchone", "fetchmany", "fetchall")})
    return methods
