"""Tests of watched connections of sqlite3, on every Flask."""

import json
from typing import Any

from tests.server.probe.conftest import OpenApp
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
