"""Tests of the problems of exporting and importing."""

import pytest

from server.model.problem import Problem
from server.transfer import problems


@pytest.mark.parametrize(
    "problem",
    [
        problems.not_saved(),
        problems.exists("/x.zip"),
        problems.no_archive("/x.zip", "a row"),
        problems.newer("/x.zip"),
        problems.not_replaced("database is locked"),
        problems.apps_open(),
    ],
)
def test_each_problem_has_a_cause_and_a_remedy(problem: Problem) -> None:
    """Both are sentences."""
    assert problem.cause.endswith(".")
    assert problem.remedy.endswith(".")
