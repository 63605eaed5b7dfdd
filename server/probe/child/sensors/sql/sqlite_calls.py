"""Tells what a call asks of sqlite3, unless somebody above it tells already."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Callable

from ...recording.probe import report_fault
from ...recording.recorder import Exchange, current_exchange
from .statement import KIND, Statement
from .watched_subclass import SLOT

LIBRARY = "sqlite3"
DIALECT = "sqlite"
INSIDE = "sql inside"
READING = ("S", "s")
CHANGING = ("INSERT", "UPDATE", "DELETE", "REPLACE")


def ours(frame: Any) -> Exchange | None:
    """The exchange to tell of what this frame calls, None where nobody listens or another one tells."""
    exchange = current_exchange()
    if exchange is None or exchange.data.get(INSIDE):
        return None
    name = frame.f_globals.get("__name__", "")
    by_another = isinstance(name, str) and name.startswith("sqlalchemy.") and name != "sqlalchemy.pool.base"
    return None if by_another else exchange


def told(exchange: Exchange, statement: Statement, method: Callable[..., Any], *args: Any) -> Any:
    """What the method gives; where it raises, the statement has failed."""
    exchange.data[INSIDE] = True
    try:
        return method(*args)
    except BaseException as error:
        statement.failed(error)
        raise
    finally:
        exchange.data[INSIDE] = False


class SqliteClasses:
    """The classes of one sqlite3, whose own fields are read past whatever a guest's subclass says of them."""

    def __init__(self, module: Any) -> None:
        self.connection = module.Connection
        self.cursor = module.Cursor
        self._description = module.Cursor.description
        self._rowcount = module.Cursor.rowcount
        self._connection_of = module.Cursor.connection
        self._in_transaction = module.Connection.in_transaction
        self._isolation = module.Connection.isolation_level
        self._autocommit = getattr(module.Connection, "autocommit", None)
        self._legacy = getattr(module, "LEGACY_TRANSACTION_CONTROL", None)

    def connection_of(self, cursor: Any) -> Any:
        """The connection of a cursor."""
        return self._connection_of.__get__(cursor)

    def in_transaction(self, connection: Any) -> bool:
        """Whether a connection has begun what it has not ended."""
        return bool(self._in_transaction.__get__(connection))

    def run(  # noqa: PLR0913, PLR0917 - it stands for a call, with all that the call has
        self, frame: Any, connection: Any, self_: Any, name: str, args: Any, method: Any
    ) -> Any:
        """Call `method(self_, *args)` for a frame of the guest, and tell of it; gives what it gives."""
        exchange = ours(frame)
        if exchange is None or not args:
            return method(self_, *args)
        try:
            begin = exchange.start_span() if self._begins(connection, name, args[0]) else None
            given: Any = args[1] if len(args) > 1 else None
            batches = None
            counting = None
            if name == "executemany" and given is not None:
                if isinstance(given, (list, tuple)):
                    given, batches = (given[0] if len(given) else None), len(given)
                else:
                    counting = CountedParameters(given)
                    given, args = None, (args[0], counting, *args[2:])
            statement = Statement(exchange, LIBRARY, DIALECT, args[0], given, operation=name, batches=batches)
        except Exception as error:
            report_fault(KIND, error)
            return method(self_, *args)
        result = told(exchange, statement, method, self_, *args)
        try:
            if counting is not None:
                statement.batches = counting.number
            if begin is not None and self.in_transaction(connection):
                statement.report_begin(begin)
            self._done(statement, result)
        except Exception as error:
            report_fault(KIND, error)
        return result

    def _begins(self, connection: Any, name: str, text: Any) -> bool:
        """Whether sqlite3 may begin a transaction of its own accord before this statement."""
        if name == "executescript" or not isinstance(text, str) or text[:1] in READING:
            return False
        if self.in_transaction(connection):
            return False
        if self._isolation.__get__(connection) is None:
            return False
        if self._autocommit is not None and self._autocommit.__get__(connection) != self._legacy:
            return False
        return text.lstrip()[:8].upper().startswith(CHANGING)

    def _done(self, statement: Statement, cursor: Any) -> None:
        if not isinstance(cursor, self.cursor):
            statement.executed(None, fetching=False)
            return
        if self._description.__get__(cursor) is None:
            rows = self._rowcount.__get__(cursor)
            statement.executed(rows if rows >= 0 else None, fetching=False)
            return
        self.follow(statement, cursor)

    @staticmethod
    def follow(statement: Statement, cursor: Any) -> None:
        """Count the rows that this cursor will fetch as the statement's."""
        try:
            setattr(cursor, SLOT, statement)
        except AttributeError:
            statement.executed(None, fetching=False)
            return
        statement.executed(0, fetching=True)


class CountedParameters:
    """The guest's own iterable of parameters, counted while sqlite3 walks through it."""

    def __init__(self, given: Any) -> None:
        self.number = 0
        self._given = given

    def __iter__(self) -> Iterator[Any]:
        for each in self._given:
            self.number += 1
            yield each
