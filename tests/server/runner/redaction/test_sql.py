"""Positional parameters of secret columns are found."""

import time

import pytest

from server.runner.redaction.sql import secret_parameters


@pytest.mark.parametrize(
    ("statement", "numbers"),
    [
        ("INSERT INTO user (name, password) VALUES (?, ?)", {"2"}),
        ('insert into "user" ("api_key", name) values (%s, %s)', {"1"}),
        ("INSERT INTO user (name, password) VALUES ('a, b', ?)", {"1"}),
        ("UPDATE user SET password = ?, name = ? WHERE id = ?", {"1"}),
        ("SELECT id FROM user WHERE name = ? AND user.token=?", {"2"}),
        ("SELECT id FROM user WHERE `secret` LIKE ?", {"1"}),
        ("SELECT 'password = ?' FROM user WHERE id = ?", set()),
        ("INSERT INTO user VALUES (?, ?)", set()),
        ("SELECT ?", set()),
        ("", set()),
    ],
)
def test_a_parameter_belongs_to_its_column(statement: str, numbers: set[str]) -> None:
    """In values that are inserted, set or compared."""
    assert secret_parameters(statement) == numbers


@pytest.mark.parametrize(
    "part", ["(", "insert into (", "password = ", "' ", "?,", "insert into t(a) values ("]
)
def test_a_hostile_statement_is_read_quickly(part: str) -> None:
    """No pattern needs long for a long statement."""
    started = time.thread_time()
    secret_parameters(part * 100_000)
    assert time.thread_time() - started < 1.0
