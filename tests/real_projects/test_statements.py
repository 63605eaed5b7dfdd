"""Tests of the comparison of statements with SQLite's trace."""

import json
from pathlib import Path

import pytest

from server.model.event import Event
from tests.real_projects.statements import compare_statements, shape_of, split_script, traced_statements
from tests.support.lenses.sample_events import event as make_event


def sql(statement: str, **body: object) -> Event:
    """Return the event of a statement."""
    return make_event("sql", {"statement": statement, "dialect": "sqlite", **body})


@pytest.mark.parametrize(
    ("shown", "traced"),
    [
        ("SELECT * FROM t WHERE a = ? AND b = :b", "SELECT * FROM t WHERE a = 'it''s' AND b = -1.5e3"),
        (
            'INSERT INTO "user" ("a 1", b2)\n  VALUES (?, ?);',
            'INSERT INTO "user" ("a 1", b2) VALUES (NULL, x\'00\')',
        ),
        ("/* why */ SELECT 1 -- because", "SELECT 1"),
    ],
)
def test_the_shape_of_a_statement_is_the_same_with_and_without_values(shown: str, traced: str) -> None:
    """SQLite traces a statement with its values; names in quotes are no values."""
    assert shape_of(shown) == shape_of(traced)


def test_names_are_part_of_the_shape() -> None:
    """Two statements on different tables or columns are different."""
    assert shape_of('UPDATE t1 SET "a 1" = 1') == 'UPDATE t1 SET "a 1" = ?'


def test_each_statement_must_be_shown_as_often_as_it_was_traced() -> None:
    """A batch counts once for each set of parameters, a script for each of its statements."""
    events = [
        sql("SELECT 1"),
        sql("INSERT INTO t VALUES (?)", operation="executemany", batches=2),
        sql("CREATE TABLE t (a); CREATE TABLE u (b TEXT DEFAULT ';');", operation="executescript"),
        sql("COMMIT"),
        sql("SELECT * FROM nowhere", error="no such table"),
    ]
    traced = [
        "SELECT 1",
        "INSERT INTO t VALUES (1)",
        "INSERT INTO t VALUES (2)",
        "CREATE TABLE t (a)",
        "CREATE TABLE u (b TEXT DEFAULT ';')",
        "BEGIN",
    ]
    count = compare_statements(events, traced)
    assert (count.shown, count.traced, count.equal) == (5, 5, True)
    count = compare_statements(events, [*traced[1:], "SELECT 2 FROM v"])
    assert not count.equal
    assert (count.missing, count.surplus) == (("SELECT ? FROM v",), ("SELECT ?",))


def test_a_script_is_split_where_sqlite_ends_a_statement() -> None:
    """A semicolon in a string or in a trigger ends none."""
    trigger = "CREATE TRIGGER x AFTER INSERT ON t BEGIN DELETE FROM u; END;"
    assert split_script(f"{trigger} SELECT ';';") == [trigger, "SELECT ';';"]


def test_the_trace_is_read_from_a_time_on(tmp_path: Path) -> None:
    """What SQLite ran inside of a statement (a trigger) is left out."""
    path = tmp_path / "trace"
    lines = [(1.0, "SELECT 0"), (2.0, "SELECT 1"), (2.1, "-- DELETE FROM u")]
    path.write_text("".join(json.dumps({"at": at, "sql": text}) + "\n" for at, text in lines))
    assert traced_statements(path, 1.5) == ["SELECT 1"]
    assert traced_statements(tmp_path / "nothing", 0) == []
