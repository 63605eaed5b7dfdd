"""Which positional parameters are secrets."""

import time

import pytest

from server.runner.secret_sql import secret_places


@pytest.mark.parametrize(
    ("statement", "places"),
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
def test_a_place_is_named_by_its_column(statement: str, places: set[str]) -> None:
    """Of what is inserted, set or compared."""
    assert secret_places(statement) == places


@pytest.mark.parametrize(
    "part", ["(", "insert into (", "password = ", "' ", "?,", "insert into t(a) values ("]
)
def test_a_hostile_statement_costs_little(part: str) -> None:
    """However it is made."""
    begun = time.thread_time()
    secret_places(part * 100_000)
    assert time.thread_time() - begun < 1.0
