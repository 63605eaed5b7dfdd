"""Tests of the requests of one visitor on the command line."""

from typing import Any

import click
import pytest
from click.testing import CliRunner

from desktop.cli.record import steps
from desktop.cli.record.command import command as record
from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem

READ: list[list[OutgoingRequest] | Problem] = []


@click.command(cls=steps.OrderedCommand, params=record.params)
def command(words: tuple[str, ...], **values: Any) -> None:
    """Read the requests as `record` does."""
    READ.append(steps.read_steps(words[1:], steps.options_of_a_request(values)))


def read(*arguments: str) -> list[OutgoingRequest] | Problem:
    """Return the requests after a target."""
    done = CliRunner().invoke(command, ["app.py", *arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return READ.pop()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["/"], [("GET", "/", b"")]),
        (["put", "/x"], [("PUT", "/x", b"")]),
        (["/a b"], [("GET", "/a%20b", b"")]),
        (["POST /login name=Ada"], [("POST", "/login", b"name=Ada")]),
        (["POST", "/login", "name=Ada"], [("POST", "/login", b"name=Ada")]),
        (["/login name"], [("GET", "/login%20name", b"")]),
        (["/", "--then", "/login 'name=Ada L'"], [("GET", "/", b""), ("POST", "/login", b"name=Ada+L")]),
        (["--then", "/b", "/a"], [("GET", "/a", b""), ("GET", "/b", b"")]),
    ],
)
def test_a_request_is_a_method_a_path_and_fields(
    arguments: list[str], expected: list[tuple[str, str, bytes]]
) -> None:
    """The method may be left out; a path alone may contain spaces."""
    requests = read(*arguments)
    assert isinstance(requests, list)
    assert [(each.method, each.path, each.body) for each in requests] == expected


def test_options_belong_to_the_request_that_they_follow() -> None:
    """Those before the first `--then` belong to the first request."""
    requests = read(
        *("/a", "-H", "X-N: 1", "-d", "one", "--then", "/b", "-F", "n=2", "--json", "-H", "X-N: 2"),
        *("--then", "PATCH /c", "-L", "-d", "three"),
    )
    assert isinstance(requests, list)
    assert [each.body for each in requests] == [b"one", b"n=2", b"three"]
    assert [dict(each.headers).get("X-N") for each in requests] == ["1", "2", None]
    assert [each.method for each in requests] == ["POST", "POST", "PATCH"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["nopath"],
        ["GET", "/", "/more"],
        ["/", "--then", ""],
        ["/", "--then", "GET"],
        ["/", "--then", "GET '/"],
        ["GET '/"],
        ["/", "-d", "a", "-d", "b"],
        ["/", "--then", "/b a=1", "-d", "b"],
    ],
)
def test_a_mistake_in_any_request_is_explained(arguments: list[str]) -> None:
    """Nothing is sent then, and the exit code is that of wrong use."""
    problem = read(*arguments)
    assert isinstance(problem, Problem)
    assert problem.code == "usage"
