"""Tests of statements sent by SQLAlchemy, with its current and an older version."""

import json
from typing import Any

import pytest

from tests.server.probe.conftest import StartApp


def parameter_reprs(body: dict[str, Any]) -> dict[str, str]:
    """Return the parameters by name, as text."""
    return {name: value["repr"] for name, value in body["parameters"].items()}


PYTHONS = pytest.mark.parametrize(
    "python", ["own", pytest.param("libraries22", marks=pytest.mark.environments)]
)


@PYTHONS
def test_a_lazy_list_is_reported_by_sqlalchemy_only(start_app: StartApp, python: str) -> None:
    """sqlite3 below it reports nothing, but the rows that the ORM fetched are counted."""
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


@PYTHONS
def test_what_sqlalchemy_sends_beside_its_engine_is_reported_by_sqlite3(
    start_app: StartApp, python: str
) -> None:
    """The question of the dialect to its first connection, and a ping, each at the app's own line."""
    _, exchange = start_app(python, "sqlalchemy_app.py").send_request("GET", "/ping")
    sent = [
        (event["body"]["library"], event["body"]["statement"].lower(), event["caller"]["function"])
        for event in exchange.events
        if event["kind"] == "sql" and event["body"]["operation"] == "execute"
    ]
    ours = ("sqlalchemy", "select 7", "ping")
    assert [one for one in sent if one[0] == "sqlalchemy"] == [ours, ours]
    assert ("sqlite3", "pragma read_uncommitted", "ping") in sent
    assert python != "own" or ("sqlite3", "select 1", "ping") in sent  # 1.4 sends it through its engine


@PYTHONS
def test_a_transaction_is_reported(start_app: StartApp, python: str) -> None:
    """In the order in which SQLite gets it; parameters have the names that SQLAlchemy gave them."""
    _, exchange = start_app(python, "sqlalchemy_app.py").send_request("GET", "/rename")
    operations = [body["operation"] for body in exchange.bodies("sql")]
    assert operations == ["execute", "begin", "execute", "commit"]
    assert not any("implicit" in body for body in exchange.bodies("sql"))
    update = exchange.bodies("sql")[2]
    assert (update["rows"], parameter_reprs(update)) == (1, {"name": "'Countess'", "author_id": "1"})


@PYTHONS
def test_statements_of_the_core_are_reported(start_app: StartApp, python: str) -> None:
    """Single ones, and many at once."""
    _, exchange = start_app(python, "sqlalchemy_app.py").send_request("GET", "/core")
    _, one, many, _ = exchange.bodies("sql")
    assert (one["operation"], one["rows"]) == ("execute", 1)
    assert parameter_reprs(one) == {"title": "'Notes'", "id": "1"}
    assert (many["operation"], many["batches"], many["rows"]) == ("executemany", 2, 2)


@PYTHONS
def test_a_refused_statement_has_the_databases_error(start_app: StartApp, python: str) -> None:
    """It is reported once."""
    response, exchange = start_app(python, "sqlalchemy_app.py").send_request("GET", "/wrong")
    assert response.body == b"no such table: nowhere"
    assert [body["error"] for body in exchange.bodies("sql", operation="execute")] == [
        "OperationalError: no such table: nowhere"
    ]


@PYTHONS
def test_statements_outside_of_sqlalchemy_are_reported_by_sqlite3(start_app: StartApp, python: str) -> None:
    """Those of a raw connection, and of a connection beside the engine."""
    response, exchange = start_app(python, "sqlalchemy_app.py").send_request("GET", "/raw")
    assert response.body == b"3 3"
    assert [(body["library"], body["rows"]) for body in exchange.bodies("sql")] == [
        ("sqlite3", 1),
        ("sqlite3", 1),
    ]
    assert exchange.bodies("probe-fault") == []


@PYTHONS
def test_the_statements_are_those_that_sqlite_gets(start_app: StartApp, python: str) -> None:
    """With the BEGIN of the driver at its place, and no COMMIT or ROLLBACK where no transaction is open."""
    app = start_app(python, "traced_sqlalchemy.py")
    for name in ("read", "write", "undo", "nest", "refuse", "explicit", "below"):
        response, exchange = app.send_request("GET", f"/{name}")
        assert [body["statement"] for body in exchange.bodies("sql")] == json.loads(response.body), name
        assert exchange.bodies("probe-fault") == []


def test_operations_on_another_driver_are_marked_as_sqlalchemys_own(start_app: StartApp) -> None:
    """Only the driver knows whether it sends them, and it is not asked."""
    _, exchange = start_app("own", "fake_driver.py").send_request("GET", "/failing")
    marked = [
        body["statement"] for body in exchange.bodies("sql", library="sqlalchemy") if body.get("implicit")
    ]
    assert marked == ["BEGIN", "ROLLBACK"]
