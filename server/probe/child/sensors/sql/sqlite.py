"""Python's own sqlite3: connections and cursors that are what they were, and tell what passes through them.

`sqlite3.connect` gives a connection of a subclass of what the guest asked for, and that gives cursors of such
a subclass. A factory that is no class, or allows no subclass, is left as it is. What SQLAlchemy sends through
them is told by SQLAlchemy.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any, Callable

from ...patch.patching import wrap
from ...recording.probe import report_fault
from .sqlite_calls import DIALECT, LIBRARY, SqliteClasses, ours, told
from .sqlite_cursor import cursor_methods
from .statement import KIND, Statement
from .watched_subclass import watched

FACTORY_PLACE = 5
EXECUTING = ("execute", "executemany", "executescript")


def watch(module: ModuleType) -> None:
    """Let `sqlite3.connect` give watched connections."""
    wrap(module, "connect", connecting(SqliteClasses(module)))
    dbapi = sys.modules.get("sqlite3.dbapi2")
    if dbapi is not None:
        dbapi.connect = module.connect  # type: ignore[attr-defined]  # the same function under its other name


def connecting(kinds: SqliteClasses) -> Callable[[Any], Any]:
    """Around `sqlite3.connect`."""

    def make(original: Any) -> Any:
        def connect(*args: Any, **kwargs: Any) -> Any:
            try:
                placed = len(args) > FACTORY_PLACE
                asked = args[FACTORY_PLACE] if placed else kwargs.get("factory", kinds.connection)
                factory = watched(asked, kinds.connection, lambda base: connection_methods(base, kinds))
                if placed:
                    args = (*args[:FACTORY_PLACE], factory, *args[FACTORY_PLACE + 1 :])
                else:
                    kwargs["factory"] = factory
            except Exception as error:
                report_fault(KIND, error)
            return original(*args, **kwargs)

        return connect

    return make


def connection_methods(base: Any, kinds: SqliteClasses) -> dict[str, Any]:
    """What a watched connection does otherwise than its base."""
    plain = kinds.connection
    own_cursors = base.cursor is not plain.cursor

    def watched_cursor(asked: Any) -> Any:
        return watched(asked, kinds.cursor, lambda cursors: cursor_methods(cursors, kinds))

    def cursor(self: Any, *args: Any, **kwargs: Any) -> Any:
        asked = args[0] if args else kwargs.get("factory", kinds.cursor)
        factory = watched_cursor(asked)
        return base.cursor(self, *args, **kwargs) if factory is asked else base.cursor(self, factory)

    def executing(name: str) -> Any:
        method = getattr(base, name)
        if own_cursors or method is not getattr(plain, name):

            def around(self: Any, *args: Any) -> Any:
                return kinds.run(sys._getframe(1), self, self, name, args, method)

            around.__name__ = name
            return around
        of_cursor = getattr(kinds.cursor, name)
        usual = watched_cursor(kinds.cursor)

        def execute(self: Any, *args: Any) -> Any:
            made = plain.cursor(self, usual)
            return kinds.run(sys._getframe(1), self, made, name, args, of_cursor)

        execute.__name__ = name
        return execute

    def ending(name: str) -> Any:
        method = getattr(base, name)

        def end(self: Any, *args: Any) -> Any:
            exchange = ours(sys._getframe(1))
            if exchange is None or not kinds.in_transaction(self):
                return method(self, *args)
            failing = name == "__exit__" and args[:1] != (None,)
            done = "rollback" if failing or name == "rollback" else "commit"
            statement = Statement(exchange, LIBRARY, DIALECT, done.upper(), operation=done)
            result = told(exchange, statement, method, self, *args)
            statement.executed(None, fetching=False)
            return result

        end.__name__ = name
        return end

    methods = {name: executing(name) for name in EXECUTING}
    methods.update({name: ending(name) for name in ("commit", "rollback", "__exit__")})
    if not own_cursors:
        methods["cursor"] = cursor
    return methods
