"""Tests of the problems of programs."""

import shlex

import pytest

from server.runner.guests import problems
from server.runner.guests.program_problems import program_problem


@pytest.mark.parametrize("code", ["below-main", "serves-at-import", "no-app"])
def test_a_program_is_offered_with_the_exact_command(code: str) -> None:
    """The command works from any folder, and the page gets the target of its button."""
    problem = problems.load_failed(code, "why", "", "/srv/my shop", program="the app.py")
    command = shlex.split(f"cd {problem.remedy.partition(': cd ')[2]}")
    assert command == ["cd", "/srv/my shop", "&&", "fumehood", "record", "--run", "'the app.py'", "/"]
    assert problem.better_target == "run:'/srv/my shop/the app.py'"


def test_a_program_without_a_server_is_explained_by_what_it_printed() -> None:
    """Without any output it is asked for its arguments."""
    problem = problems.load_failed(
        "no-server-started", "app.py ended with exit code 2.", "", output="usage: app.py"
    )
    assert (problem.detail, "printed" in problem.remedy) == ("usage: app.py", True)
    assert "arguments" in problems.load_failed("no-server-started", "why", "").remedy


def test_another_code_is_none_of_a_program() -> None:
    """The other problems of loading are worded elsewhere."""
    assert program_problem("no-app", "why", "", "", "") is None
