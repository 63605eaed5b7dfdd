"""Tests of the family of a statement."""

import pytest

from server.probe.child.sensors.sql.statement_family import FAMILY_LIMIT, family_of


@pytest.mark.parametrize(
    ("statement", "family"),
    [
        ("SELECT * FROM t WHERE a = 'x' AND b = 3.5", "SELECT * FROM t WHERE a = ? AND b = ?"),
        ("SELECT * FROM t WHERE a IN (?, ?, ?)", "SELECT * FROM t WHERE a IN (?)"),
        ("SELECT * FROM t WHERE a IN (%s, %s)", "SELECT * FROM t WHERE a IN (?)"),
        ("SELECT * FROM t WHERE a IN (:a_1, :a_2)", "SELECT * FROM t WHERE a IN (?)"),
        ("INSERT INTO t VALUES (?, ?), (?, ?)", "INSERT INTO t VALUES (?)"),
        ("SELECT  a\n  FROM t2", "SELECT a FROM t2"),
        ("SELECT a1 FROM t WHERE a = :name1", "SELECT a1 FROM t WHERE a = :name1"),
    ],
)
def test_values_lists_and_whitespace_do_not_count(statement: str, family: str) -> None:
    """Digits that are part of a name do."""
    assert family_of(statement) == family


def test_statements_that_differ_in_their_values_are_one_family() -> None:
    """That groups the queries of a loop."""
    assert family_of("SELECT 1") == family_of("SELECT 22")
    assert family_of("SELECT a FROM t") != family_of("SELECT b FROM t")


def test_a_very_long_statement_has_a_bounded_family() -> None:
    """Only its beginning is read."""
    assert len(family_of("SELECT " + ", ".join(f"column_{n}" for n in range(5000)))) == FAMILY_LIMIT
