"""Tests of statements sent by SQLAlchemy, with its current and an older version."""

from typing import Any

import pytest

from tests.server.probe.conftest import StartApp


def reprs(body: dict[str, Any]) -> dict[str, str]:
    """The parameters by name, as they read."""
    return {name: value["repr"] for name, value in body["parameters"].items()}


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
