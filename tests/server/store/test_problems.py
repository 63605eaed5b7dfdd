"""Tests of the problems of the store, as users read them."""

import pytest

from server.model.problem import Problem
from server.store import problems


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (problems.newer("/data/history.db"), "store-newer"),
        (problems.damaged("/data/history.db", "/data/history.db.damaged-1", "disk image"), "store-damaged"),
        (problems.unusable("/data/history.db", "no such folder"), "store-unusable"),
    ],
)
def test_a_problem_of_the_file_names_the_file(problem: Problem, code: str) -> None:
    """The user learns which file it is and what to do."""
    assert problem.code == code
    assert "/data/history.db" in problem.cause
    assert problem.remedy


def test_a_damaged_file_says_where_it_was_moved() -> None:
    """Nothing is lost silently."""
    problem = problems.damaged("/data/history.db", "/data/history.db.damaged-1", "disk image is malformed")
    assert "/data/history.db.damaged-1" in problem.remedy
    assert problem.detail == "disk image is malformed"


def test_a_failed_write_gives_the_reason() -> None:
    """The text is the one of SQLite."""
    problem = problems.not_written("database or disk is full")
    assert problem.code == "store-not-written"
    assert "database or disk is full" in problem.cause
