"""Tests of recorded calls of sqlite3: transactions and batches, on every Flask."""

import sqlite3
import sys
from typing import Any, ClassVar

import pytest

from server.probe.child.recording.recorder import Exchange
from server.probe.child.sensors.sql.sqlite_calls import CountedParameters, SqliteClasses, exchange_for
from server.probe.child.sensors.sql.statement import RUNNING
from tests.server.probe.conftest import OpenApp


def parameter_reprs(body: dict[str, Any]) -> dict[str, str]:
    """Return the parameters by name, as text."""
    return {name: value["repr"] for name, value in body["parameters"].items()}


def test_transactions_are_reported(open_app: OpenApp) -> None:
    """The library's own BEGIN, batches with their size, rollback, commit; no commit without changes."""
    _, exchange = open_app("sqlite3_app.py").send_request("GET", "/writes")
    operations = [body["operation"] for body in exchange.bodies("sql")]
    assert operations == [
        "begin",
        "execute",
        "executemany",
        "executemany",
        "rollback",
        "begin",
        "execute",
        "commit",
    ]
    update, many, counted = exchange.bodies("sql")[1:4]
    assert (update["rows"], parameter_reprs(update)) == (1, {"name": "'Countess'", "id": "1"})
    assert (many["batches"], many["rows"], parameter_reprs(many)) == (2, 2, {"1": "1", "2": "'A'"})
    assert (counted["batches"], counted["rows"], counted["parameters"]) == (3, 3, {})


@pytest.mark.parametrize(
    ("statement", "isolation", "starts"),
    [
        ("insert into t values (1)", "", True),
        ("  DELETE FROM t", "", True),
        ("SELECT 1", "", False),
        ("CREATE TABLE u (a)", "", False),
        ("INSERT INTO t VALUES (1)", None, False),
    ],
)
def test_sqlite3_begins_a_transaction_before_a_write(
    statement: str, isolation: str | None, starts: bool
) -> None:
    """Unless one is open, or the connection commits by itself."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE t (a)")
    connection.isolation_level = isolation  # type: ignore[assignment]  # "" is the default
    classes = SqliteClasses(sqlite3)
    assert classes._starts_transaction(connection, "execute", statement) is starts
    connection.execute(statement)
    assert classes.in_transaction(connection) is starts
    assert classes._starts_transaction(connection, "execute", statement) is False
    connection.close()


def test_parameters_are_counted_while_they_are_used() -> None:
    """They may come from a generator, which can be read only once."""
    counted = CountedParameters(iter("abc"))
    assert list(counted) == ["a", "b", "c"]
    assert counted.number == 3


def test_a_call_from_sqlalchemy_is_not_recorded(exchange: Exchange) -> None:
    """Except from its pool, through which an app uses the connection itself."""

    class Frame:
        def __init__(self, module: str) -> None:
            self.f_globals = {"__name__": module}

    assert exchange_for(sys._getframe()) is exchange
    assert exchange_for(Frame("sqlalchemy.engine.default")) is None
    assert exchange_for(Frame("sqlalchemy.pool.base")) is exchange


def test_a_statement_from_sqlalchemy_is_recorded_unless_its_engine_sends_it(exchange: Exchange) -> None:
    """A dialect's question to a new connection is told by no event of SQLAlchemy's."""

    class Frame:
        f_globals: ClassVar = {"__name__": "sqlalchemy.dialects.sqlite.base"}

    assert exchange_for(Frame, sends=True) is exchange
    exchange.data[RUNNING] = {1: "the statement"}
    assert exchange_for(Frame, sends=True) is None
