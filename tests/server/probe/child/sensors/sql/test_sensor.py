"""Statements of sqlite3, on every Flask, and of SQLAlchemy, on our own."""

import json
from typing import Any

import pytest

from tests.server.probe.conftest import LoadApp, OpenApp, StartApp
from tests.support.probe_host import RecordedExchange


def told(exchange: RecordedExchange) -> list[tuple[str, str]]:
    """Operation and statement of everything that was asked."""
    return [(body["operation"], body["statement"]) for body in exchange.bodies("sql")]


def reprs(body: dict[str, Any]) -> dict[str, str]:
    """The parameters by name, as they read."""
    return {name: value["repr"] for name, value in body["parameters"].items()}


def test_statement_and_parameters_stand_apart(open_app: OpenApp) -> None:
    """A list query and what follows it for each row, with rows and the line that asked."""
    response, exchange = open_app("sqlite3_app.py").send_request("GET", "/authors")
    assert response.body == b"Notes, Nanoseconds, Frankenstein"
    assert [
        event["family"]
        for event in sorted(exchange.events, key=lambda one: one["seq"])
        if event["kind"] == "sql"
    ] == [
        "SELECT id, name FROM author ORDER BY id",
        *["SELECT title FROM book WHERE author = ?"] * 3,
    ]
    bodies = exchange.bodies("sql")
    assert [body["rows"] for body in bodies] == [3, 1, 1, 1]
    assert [reprs(body) for body in bodies] == [{}, {"1": "1"}, {"1": "2"}, {"1": "3"}]
    callers = {event["caller"]["function"] for event in exchange.events if event["kind"] == "sql"}
    assert callers <= {"authors", "<listcomp>"}
    assert all(body["library"] == "sqlite3" and body["error"] is None for body in bodies)


def test_connections_and_cursors_are_what_they_were(open_app: OpenApp) -> None:
    """Their classes are subclasses of the same names; a factory that is a function is left alone."""
    response, _ = open_app("sqlite3_app.py").send_request("GET", "/kinds")
    assert json.loads(response.body) == {
        "connection": True,
        "cursor": True,
        "names": ["Connection", "Cursor", "Connection"],
        "louder": True,
        "connect": "connect",
    }


def test_rows_are_counted_however_they_are_fetched(open_app: OpenApp) -> None:
    """Stepping, one, some, all, and none at all."""
    response, exchange = open_app("sqlite3_app.py").send_request("GET", "/steps")
    assert json.loads(response.body) == {"stepped": [1, 2, 3]}
    assert [body["rows"] for body in exchange.bodies("sql")] == [3, 2, 3, 0]


def test_transactions_are_told(open_app: OpenApp) -> None:
    """The library's own BEGIN, batches with their number, rollback, commit; what changes nothing is not."""
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
    assert (update["rows"], reprs(update)) == (1, {"name": "'Countess'", "id": "1"})
    assert (many["batches"], many["rows"], reprs(many)) == (2, 2, {"1": "1", "2": "'A'"})
    assert (counted["batches"], counted["rows"], counted["parameters"]) == (3, 3, {})


def test_a_refused_statement_says_why(open_app: OpenApp) -> None:
    """The error is the database's, and the guest gets it as ever."""
    response, exchange = open_app("sqlite3_app.py").send_request("GET", "/wrong")
    assert response.body == b"no such table: nowhere"
    body = exchange.body("sql")
    assert body["error"] == "OperationalError: no such table: nowhere"
    assert reprs(body) == {"1": "7"}


def test_classes_of_the_guests_own_do_what_they_do(open_app: OpenApp) -> None:
    """What an override changes is not undone, and each statement is told once."""
    response, exchange = open_app("sqlite3_app.py").send_request("GET", "/own")
    assert response.body == b"3 Ada"
    assert told(exchange) == [
        ("execute", "SELECT count(*) FROM author"),
        ("execute", "select name from author where id = ?"),
    ]


def test_a_cursor_that_raises_raises(open_app: OpenApp) -> None:
    """Its own exception reaches the guest, and the event has it."""
    response, exchange = open_app("sqlite3_app.py").send_request("GET", "/raising")
    assert response.body == b"no cursor"
    assert exchange.body("sql")["error"] == "ZeroDivisionError: no cursor"
    assert exchange.bodies("probe-fault") == []


def test_a_cursor_that_allows_no_subclass_is_left_alone(own_app: OpenApp) -> None:
    """It works as ever, unseen."""
    response, exchange = own_app("sqlite3_app.py").send_request("GET", "/sealed")
    assert response.body == b"3"
    assert (exchange.bodies("sql"), exchange.bodies("probe-fault")) == ([], [])


def test_a_repr_that_hangs_is_given_up(open_app: OpenApp) -> None:
    """The statement is sent and told, without what could not be shown."""
    response, exchange = open_app("sqlite3_app.py").send_request("GET", "/hanging")
    assert response.body == b"stored"
    assert reprs(exchange.body("sql")) == {"1": "<Hanging: its repr took too long>"}


def test_a_guest_may_replace_connect(open_app: OpenApp) -> None:
    """Its function is called, and what it calls in turn is still watched."""
    response, exchange = open_app("sqlite3_app.py").send_request("GET", "/replaced")
    assert response.body == b"3"
    assert told(exchange) == [("execute", "SELECT count(*) FROM book")]


LIBRARIES = pytest.mark.parametrize(
    "python", ["own", pytest.param("libraries22", marks=pytest.mark.environments)]
)


@LIBRARIES
def test_a_lazy_list_is_told_once_by_sqlalchemy(start_app: StartApp, python: str) -> None:
    """sqlite3 below it says nothing; the rows that the ORM fetched are counted all the same."""
    response, exchange = start_app(python, "sqlalchemy_app.py").send_request("GET", "/authors")
    assert response.body == b"111"
    bodies = [body for body in exchange.bodies("sql") if body["operation"] == "execute"]
    assert [body["rows"] for body in bodies] == [3, 1, 1, 1]
    assert {body["library"] for body in exchange.bodies("sql")} == {"sqlalchemy"}
    assert {body["dialect"] for body in bodies} == {"sqlite"}
    families = [event["family"] for event in exchange.events if event["kind"] == "sql"]
    assert len({family for family in families if family.startswith("SELECT")}) == 2
    lazy = [event for event in exchange.events if event["kind"] == "sql" and event["body"]["rows"] == 1]
    assert {event["caller"]["function"] for event in lazy} == {"authors"}


@LIBRARIES
def test_a_transaction_of_sqlalchemy_is_told(start_app: StartApp, python: str) -> None:
    """Begin, statements, commit; parameters have the names that SQLAlchemy gave them."""
    _, exchange = start_app(python, "sqlalchemy_app.py").send_request("GET", "/rename")
    operations = [body["operation"] for body in exchange.bodies("sql")]
    assert operations == ["begin", "execute", "execute", "commit"]
    update = exchange.bodies("sql")[2]
    assert (update["rows"], reprs(update)) == (1, {"name": "'Countess'", "author_id": "1"})


@LIBRARIES
def test_statements_of_the_core_are_told(start_app: StartApp, python: str) -> None:
    """One at a time and many at once."""
    _, exchange = start_app(python, "sqlalchemy_app.py").send_request("GET", "/core")
    _, one, many, _ = exchange.bodies("sql")
    assert (one["operation"], one["rows"]) == ("execute", 1)
    assert reprs(one) == {"title": "'Notes'", "id": "1"}
    assert (many["operation"], many["batches"], many["rows"]) == ("executemany", 2, 2)


@LIBRARIES
def test_what_sqlalchemy_is_refused_says_why(start_app: StartApp, python: str) -> None:
    """The error is the database's own, and it is told once."""
    response, exchange = start_app(python, "sqlalchemy_app.py").send_request("GET", "/wrong")
    assert response.body == b"no such table: nowhere"
    assert [body["error"] for body in exchange.bodies("sql", operation="execute")] == [
        "OperationalError: no such table: nowhere"
    ]


@LIBRARIES
def test_what_goes_past_sqlalchemy_is_told_by_sqlite3(start_app: StartApp, python: str) -> None:
    """A raw connection's cursor and a connection beside the engine."""
    response, exchange = start_app(python, "sqlalchemy_app.py").send_request("GET", "/raw")
    assert response.body == b"3 3"
    assert [(body["library"], body["rows"]) for body in exchange.bodies("sql")] == [
        ("sqlite3", 1),
        ("sqlite3", 1),
    ]
    assert exchange.bodies("probe-fault") == []


def test_a_guest_that_asks_no_database_says_so(load: LoadApp, monkeypatch: pytest.MonkeyPatch) -> None:
    """The state of the sensor names what the app has not imported."""
    monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)  # to measure coverage is to import sqlite3
    states = {one["name"]: one for one in load("hello.py")[1]["sensors"]}
    assert states["sql"] == {
        "name": "sql",
        "state": "absent",
        "why": "The app has not imported SQLAlchemy or sqlite3.",
    }
    states = {one["name"]: one for one in load("sqlite3_app.py")[1]["sensors"]}
    assert states["sql"]["state"] == "on"
