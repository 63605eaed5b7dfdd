"""Recording of one call of sqlite3, unless SQLAlchemy or an outer call reports it already."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Callable

from ...describe.static_access import is_a, items_of, text_or_none
from ...recording.probe import report_fault
from ...recording.thread_work import current_work
from .statement import KIND, RUNNING, Statement
from .watched_subclass import SLOT

if TYPE_CHECKING:
    from ...recording.recorder import Exchange

LIBRARY = "sqlite3"
DIALECT = "sqlite"
READ_PREFIXES = ("S", "s")
WRITE_PREFIXES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


class RunningCall(threading.local):
    """Whether a recorded call is running in the current thread: what it calls itself is part of it."""

    is_inside = False


_running = RunningCall()


def exchange_of_end() -> Exchange | None:
    """Return the exchange in which to record the end of a transaction; None if there is nothing to record."""
    return None if _running.is_inside else current_work()


def exchange_for(frame: Any) -> Exchange | None:
    """Return the exchange in which to record a statement from this frame; None if there is nothing to record.

    SQLAlchemy's events tell of the statements that its engine sends. What it sends beside its engine is
    recorded here: the questions of a dialect to a new connection, and a ping.
    """
    exchange = exchange_of_end()
    if exchange is None:
        return None
    is_of_engine = is_of_sqlalchemy(frame) and frame.f_globals["__name__"] != "sqlalchemy.pool.base"
    return None if is_of_engine and exchange.data.get(RUNNING) else exchange


def is_of_sqlalchemy(frame: Any) -> bool:
    """Return whether a frame runs code of SQLAlchemy."""
    name = frame.f_globals.get("__name__", "")
    return type(name) is str and name.startswith("sqlalchemy.")


def call_recorded(statement: Statement, method: Callable[..., Any], *args: Any) -> Any:
    """Call the method and return its result; an exception is recorded as the statement's error."""
    _running.is_inside = True
    try:
        return method(*args)
    except BaseException as error:
        statement.failed(error)
        raise
    finally:
        _running.is_inside = False


class SqliteClasses:
    """The classes of one sqlite3 module; reads their attributes even if a guest's subclass overrides them."""

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
        """Return the connection of a cursor."""
        return self._connection_of.__get__(cursor)

    def in_transaction(self, connection: Any) -> bool:
        """Return whether a transaction is open on a connection."""
        return bool(self._in_transaction.__get__(connection))

    def has_rows(self, cursor: Any) -> bool:
        """Return whether the statement that a cursor executed gives rows."""
        return self._description.__get__(cursor) is not None

    def run(  # noqa: PLR0913, PLR0917 - it forwards a call with all its parts
        self, frame: Any, connection: Any, self_: Any, name: str, args: Any, method: Any
    ) -> Any:
        """Call `method(self_, *args)` for a frame of the guest and record it; return the result."""
        exchange = exchange_for(frame)
        if exchange is None or not args:
            return method(self_, *args)
        try:
            begin_span = self.begin_span(exchange, connection, name, args[0])
            parameters: Any = args[1] if len(args) > 1 else None
            batches = None
            counted = None
            if name == "executemany" and parameters is not None:
                rows = items_of(parameters)
                if rows is not None:
                    parameters, batches = (rows[0] if rows else None), len(rows)
                else:
                    counted = CountedParameters(parameters)
                    parameters, args = None, (args[0], counted, *args[2:])
            statement = Statement(
                exchange,
                LIBRARY,
                DIALECT,
                args[0],
                parameters,
                operation=name,
                batches=batches,
                begin_span=begin_span,
            )
        except Exception as error:
            report_fault(KIND, error)
            return method(self_, *args)
        try:
            result = call_recorded(statement, method, self_, *args)
        finally:
            self.report_begin(statement, connection)
        try:
            if counted is not None:
                statement.batches = counted.number
            self._record_result(statement, result)
        except Exception as error:
            report_fault(KIND, error)
        return result

    def begin_span(
        self, exchange: Exchange, connection: Any, name: str, text: Any
    ) -> tuple[int, float] | None:
        """Return the place in the exchange for the BEGIN that sqlite3 may send before this statement."""
        return exchange.start_span() if self._starts_transaction(connection, name, text) else None

    def report_begin(self, statement: Statement, connection: Any) -> None:
        """Report the BEGIN that sqlite3 sent before a statement that was executed or refused."""
        try:
            if statement.begin_span is not None and self.in_transaction(connection):
                statement.report_begin()
        except Exception as error:
            report_fault(KIND, error)

    def _starts_transaction(self, connection: Any, name: str, text: Any) -> bool:
        """Return whether sqlite3 may begin a transaction implicitly before this statement."""
        plain = text_or_none(text)
        if name == "executescript" or plain is None or plain[:1] in READ_PREFIXES:
            return False
        if self.in_transaction(connection):
            return False
        if self._isolation.__get__(connection) is None:
            return False
        if self._autocommit is not None and self._autocommit.__get__(connection) != self._legacy:
            return False
        return plain.lstrip()[:8].upper().startswith(WRITE_PREFIXES)

    def _record_result(self, statement: Statement, cursor: Any) -> None:
        if not is_a(cursor, self.cursor):
            statement.executed(None, fetching=False)
            return
        if not self.has_rows(cursor):
            rows = self._rowcount.__get__(cursor)
            statement.executed(rows if rows >= 0 else None, fetching=False)
            return
        self.follow(statement, cursor)

    @staticmethod
    def follow(statement: Statement, cursor: Any) -> None:
        """Count the rows that this cursor will fetch for the statement, if that is reported some day."""
        if not statement.counts_rows():
            statement.executed(None, fetching=False)
            return
        try:
            setattr(cursor, SLOT, statement)
        except AttributeError:
            statement.executed(None, fetching=False)
            return
        statement.executed(0, fetching=True)


@lru_cache(maxsize=4)
def classes_of(module: Any) -> SqliteClasses:
    """Return the classes of a sqlite3 module."""
    return SqliteClasses(module)


class CountedParameters:
    """The guest's own iterable of parameters, counted while sqlite3 iterates over it."""

    def __init__(self, parameters: Any) -> None:
        self.number = 0
        self._parameters = parameters

    def __iter__(self) -> Iterator[Any]:
        for row in self._parameters:
            self.number += 1
            yield row
