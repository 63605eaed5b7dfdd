"""Tests of the record of one statement."""

import json
from typing import Any

import pytest

from server.probe.child.recording.recorder import Exchange
from server.probe.child.sensors.sql import statement as module
from server.probe.child.sensors.sql.statement import (
    PARAMETER_LIMIT,
    STATEMENT_LIMIT,
    Statement,
    operation_of,
    parameters_of,
    report_control,
)
from tests.support.recording_channel import RecordingChannel


class OwnText(str):
    """A string as SQLAlchemy 1.4 names parameters with."""

    __slots__ = ()


def bodies(channel: RecordingChannel) -> list[dict[str, Any]]:
    """Return the bodies of the events reported so far."""
    events = channel.events("sql")
    return [json.loads(event.body()) if callable(event.body) else event.body for event in events]


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("SELECT 1", "execute"),
        ("  begin;", "begin"),
        ("START TRANSACTION", "begin"),
        ("END", "commit"),
        ("ROLLBACK TO SAVEPOINT a", "rollback"),
        ("Release a", "release"),
        ("BEGINNING", "execute"),
    ],
)
def test_statements_that_control_a_transaction_are_recognised(text: str, operation: str) -> None:
    """By their first word, unless the library says what it does."""
    assert operation_of(text, "execute") == operation
    assert operation_of(text, "executescript") == "executescript"


@pytest.mark.parametrize(
    ("parameters", "names", "named"),
    [
        (None, None, {}),
        ((7, "a"), None, {"1": 7, "2": "a"}),
        ([7, "a"], ("id", "name"), {"id": 7, "name": "a"}),
        ((7, "a"), [OwnText("id"), "name"], {"id": 7, "name": "a"}),
        ((7, 8), ("id", "id"), {"1": 7, "2": 8}),
        ({"id": 7}, None, {"id": 7}),
        ("text", None, {"*": "text"}),
    ],
)
def test_parameters_have_names_or_numbers(parameters: Any, names: Any, named: dict[str, Any]) -> None:
    """Names count only if they are unambiguous."""
    assert parameters_of(parameters, names) == (named, 0)


def test_parameters_are_bounded_and_counted() -> None:
    """Positional and named ones."""
    many = range(PARAMETER_LIMIT + 3)
    assert parameters_of(tuple(many), None)[1] == 3
    assert parameters_of({str(number): number for number in many}, None)[1] == 3


def test_a_statement_is_reported_once(exchange: Exchange, channel: RecordingChannel) -> None:
    """With its rows, as soon as they are known."""
    statement = Statement(exchange, "sqlite3", "sqlite", "SELECT ?", (7,))
    statement.executed(1, fetching=False)
    statement.report()
    (body,) = bodies(channel)
    assert (body["statement"], body["rows"], body["error"]) == ("SELECT ?", 1, None)
    assert body["parameters"]["1"]["repr"] == "7"


def test_a_refused_statement_has_its_error(exchange: Exchange, channel: RecordingChannel) -> None:
    """It has no rows."""
    Statement(exchange, "sqlite3", "sqlite", "SELECT").failed(ValueError("incomplete"))
    (body,) = bodies(channel)
    assert (body["rows"], body["error"]) == (None, "ValueError: incomplete")


def test_parameters_that_can_change_are_described_at_once(
    exchange: Exchange, channel: RecordingChannel
) -> None:
    """What the app does with a list afterwards does not change the report."""
    parameters = ["before"]
    statement = Statement(exchange, "sqlite3", "sqlite", "SELECT ?", parameters)
    parameters[0] = "after"
    statement.executed(0, fetching=False)
    assert bodies(channel)[0]["parameters"]["1"]["repr"] == "'before'"


def test_only_some_statements_wait_for_their_rows(
    exchange: Exchange, channel: RecordingChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The oldest is reported when there are too many."""
    monkeypatch.setattr(module, "PENDING_LIMIT", 2)
    for number in range(3):
        Statement(exchange, "sqlite3", "sqlite", f"SELECT {number}").executed(0, fetching=True)
    assert [body["statement"] for body in bodies(channel)] == ["SELECT 0"]


def test_a_long_statement_is_cut(exchange: Exchange, channel: RecordingChannel) -> None:
    """And marked as such."""
    Statement(exchange, "sqlite3", "sqlite", "x" * (STATEMENT_LIMIT + 1)).executed(0, fetching=False)
    (body,) = bodies(channel)
    assert (len(body["statement"]), body["cut"]) == (STATEMENT_LIMIT, True)


def test_an_operation_without_a_statement_has_no_duration(
    exchange: Exchange, channel: RecordingChannel
) -> None:
    """The library did it by itself, and only the driver knows whether it sends it."""
    report_control(exchange, "sqlalchemy", "sqlite", "commit", "COMMIT")
    (event,) = channel.events("sql")
    assert (event.took, event.family, event.body["operation"]) == (None, "COMMIT", "commit")
    assert event.body["implicit"] is True
