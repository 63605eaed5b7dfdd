"""A statement that the parser does not read is read word by word."""

import pytest

from server.runner.redaction.sql.pieces import split_statement
from server.runner.redaction.sql.scan import secret_pieces


@pytest.mark.parametrize(
    ("statement", "secret"),
    [
        ("INSERT INTO t (a, password) VALUES ('x', 'y'), (1, f('z'))", ["'y'", "'z'"]),
        ("INSERT INTO t (a, password) VALUES (?, ?) RETURNING 'x'", ["?", "'x'"]),
        ("INSERT INTO t (password) VALUES ('x', 'more')", ["'x'", "'more'"]),
        ("UPDATE t SET password = ?, a = ? WHERE token IN (?, ?) AND b = 5", ["?", "?", "?"]),
        ("SELECT 'x' FROM t WHERE password", ["'x'"]),
    ],
)
def test_values_of_secret_columns_and_all_other_texts_are_secret(statement: str, secret: list[str]) -> None:
    """But for the rows of an INSERT, whose columns are known."""
    pieces = split_statement(statement, "sqlite")
    assert [pieces[index].text for index in sorted(secret_pieces(pieces))] == secret
