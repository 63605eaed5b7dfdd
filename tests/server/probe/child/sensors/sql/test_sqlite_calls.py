"""Tests of recorded calls of sqlite3: transactions and batches, on every Flask."""

import json
import sqlite3
import sys
from typing import Any

import pytest

from server.probe.child.recording.recorder import Exchange
from server.probe.child.sensors.sql.sqlite_calls import (
    CountedParameters,
    SqliteClasses,
    classes_of,
    exchange_for,
)
from server.probe.child.sensors.sql.statement import RUNNING
from tests.server.probe.conftest import OpenApp
from tests.support.recording_channel import RecordingChannel


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


def test_a_statement_from_sqlalchemy_is_recorded_unless_its_engine_sends_it(exchange: Exchange) -> None:
    """A dialect's question to a new connection is told by no event of SQLAlchemy's.

    Through SQLAlchemy's pool an app uses the connection itself.
    """

    class Frame:
        def __init__(self, module: str) -> None:
            self.f_globals = {"__name__": module}

    assert exchange_for(Frame("sqlalchemy.dialects.sqlite.base")) is exchange
    exchange.data[RUNNING] = {1: "the statement"}
    assert exchange_for(Frame("sqlalchemy.engine.default")) is None
    assert exchange_for(Frame("sqlalchemy.pool.base")) is exchange
    assert exchange_for(sys._getframe()) is exchange


def test_a_refused_write_has_its_begin(exchange: Exchange, channel: RecordingChannel) -> None:
    """The driver sent it before SQLite refused the row."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE t (a NOT NULL)")
    classes = classes_of(sqlite3)
    method = sqlite3.Connection.execute
    with pytest.raises(sqlite3.IntegrityError):
        classes.run(
            sys._getframe(), connection, connection, "execute", ("INSERT INTO t VALUES (NULL)",), method
        )
    connection.close()
    begin, insert = sorted(channel.events("sql"), key=lambda event: event.seq)
    assert begin.body["operation"] == "begin"
    assert "NOT NULL constraint" in json.loads(insert.body())["error"]
