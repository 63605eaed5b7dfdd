"""The parser tells which column a value belongs to."""

from server.runner.redaction.sql.columns import secret_values


def test_a_value_belongs_to_the_column_of_the_nearest_comparison() -> None:
    """What lies between is passed through, and what only measures a value tells nothing of it."""
    statement = "SELECT 'a' FROM t WHERE (x = 'b') = ('c' = password) AND lower('d' || 'e') = password"
    assert secret_values(statement, "sqlite") == frozenset({"c", "d", "e"})
    assert secret_values("SELECT 1 FROM t WHERE length(password) = '5'", "sqlite") == frozenset()


def test_a_query_belongs_to_what_it_is_stored_in() -> None:
    """Also in a UNION, and in a query that a column is set to."""
    statement = "INSERT INTO t (a, password) SELECT 'x', 'y' UNION ALL SELECT 'z', 'w'"
    assert secret_values(statement, "postgresql") == frozenset({"y", "w"})
    assert secret_values("UPDATE t SET password = (SELECT 'x'), a = (SELECT 'y')", "mysql") == frozenset(
        {"x"}
    )


def test_an_unknown_or_broken_statement_has_no_answer() -> None:
    """It is read in another way."""
    assert secret_values("SELECT FROM WHERE = password '", "sqlite") is None
    assert secret_values("ALTER USER x WITH PASSWORD 'y'", "postgresql") is None
