"""Tests of watched connections of sqlite3, on every Flask."""

import json
from typing import Any

from tests.server.probe.conftest import OpenApp
from tests.support.probe_host import RecordedExchange


def operations_and_statements(exchange: RecordedExchange) -> list[tuple[str, str]]:
    """Return operation and statement of each event."""
    return [(body["operation"], body["statement"]) for body in exchange.bodies("sql")]


def parameter_reprs(body: dict[str, Any]) -> dict[str, str]:
    """Return the parameters by name, as text."""
    return {name: value["repr"] for name, value in body["parameters"].items()}


def test_statement_and_parameters_are_separate(open_app: OpenApp) -> None:
    """A query of a list and the queries for each of its rows, with row counts and callers."""
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
    assert [parameter_reprs(body) for body in bodies] == [{}, {"1": "1"}, {"1": "2"}, {"1": "3"}]
    callers = {event["caller"]["function"] for event in exchange.events if event["kind"] == "sql"}
    assert callers <= {"authors", "<listcomp>"}
    assert all(body["library"] == "sqlite3" and body["error"] is None for body in bodies)


def test_connections_and_cursors_keep_their_classes(open_app: OpenApp) -> None:
    """They are subclasses of the same names; a factory that is a function is left alone."""
    response, _ = open_app("sqlite3_app.py").send_request("GET", "/kinds")
    assert json.loads(response.body) == {
        "connection": True,
        "cursor": True,
        "names": ["Connection", "Cursor", "Connection"],
        "own cursor": True,
        "connect": "connect",
    }


def test_a_refused_statement_has_its_error(open_app: OpenApp) -> None:
    """The database's error, which the guest gets, too."""
    response, exchange = open_app("sqlite3_app.py").send_request("GET", "/wrong")
    assert response.body == b"no such table: nowhere"
    body = exchange.body("sql")
    assert body["error"] == "OperationalError: no such table: nowhere"
    assert parameter_reprs(body) == {"1": "7"}


def test_the_guests_own_classes_keep_working(open_app: OpenApp) -> None:
    """What an override changes is kept, and each statement is reported once."""
    response, exchange = open_app("sqlite3_app.py").send_request("GET", "/own")
    assert response.body == b"3 Ada"
    assert operations_and_statements(exchange) == [
        ("execute", "SELECT count(*) FROM author"),
        ("execute", "select name from author where id = ?"),
    ]


def test_an_exception_of_the_guests_cursor_reaches_the_guest(open_app: OpenApp) -> None:
    """The event has it, too."""
    response, exchange = open_app("sqlite3_app.py").send_request("GET", "/raising")
    assert response.body == b"no cursor"
    assert exchange.body("sql")["error"] == "ZeroDivisionError: no cursor"
    assert exchange.bodies("probe-fault") == []


def test_a_cursor_that_allows_no_subclass_is_left_alone(own_app: OpenApp) -> None:
    """It works, but reports nothing."""
    response, exchange = own_app("sqlite3_app.py").send_request("GET", "/sealed")
    assert response.body == b"3"
    assert (exchange.bodies("sql"), exchange.bodies("probe-fault")) == ([], [])


def test_the_repr_of_a_parameter_is_not_called(open_app: OpenApp) -> None:
    """The statement is sent and reported all the same."""
    response, exchange = open_app("sqlite3_app.py").send_request("GET", "/hanging")
    assert response.body == b"stored"
    assert parameter_reprs(exchange.body("sql")) == {"1": "<sqlite3_app.HangingParameter object>"}


def test_a_guest_may_replace_connect(open_app: OpenApp) -> None:
    """Its function is called, and the connection it opens is still watched."""
    response, exchange = open_app("sqlite3_app.py").send_request("GET", "/replaced")
    assert response.body == b"3"
    assert operations_and_statements(exchange) == [("execute", "SELECT count(*) FROM book")]
