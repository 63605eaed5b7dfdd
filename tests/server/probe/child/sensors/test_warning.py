"""Warnings: all are seen, and none means anything else than before."""

from typing import Any

import pytest

from tests.server.probe.conftest import Opener, Starter

APP = "warning_app.py"


def told(bodies: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    """Category, message and outcome of each."""
    return [(body["category"], body["message"], body["outcome"]) for body in bodies]


def test_warnings_are_told_with_what_the_filters_made_of_them(open_app: Opener) -> None:
    """Raised, shown and hidden ones; the app finds them as without us."""
    answer, seen = open_app(APP).send_request("GET", "/")
    lines = answer.body.decode().split(" | ")
    assert told(seen.of("warning")) == [
        ("FutureWarning", "an error", "raised"),
        ("UserWarning", "only once", "shown"),
        ("UserWarning", "only once", "hidden"),
        ("DeprecationWarning", "of the caller", "hidden"),
        ("UserWarning", "explicit", "hidden"),
    ]
    assert lines[0] == "an error"
    first = seen.of("warning")[1]
    assert lines[1] == f"1 at {first['line']}"
    assert seen.of("warning")[4]["file"] == "elsewhere.py"


def test_a_level_names_the_line_of_the_caller(open_app: Opener) -> None:
    """Also where the warning itself is given one function below."""
    _, seen = open_app(APP).send_request("GET", "/")
    body = seen.one("warning", message="of the caller")
    assert body["file"].endswith(APP)
    _, places = open_app(APP).send_request("GET", "/places")
    here, there = places.of("warning")
    assert there["line"] == here["line"] + 1


def test_a_level_above_the_view_is_counted_without_us(open_app: Opener) -> None:
    """What stands between Flask and the view is ours, and no warning names it."""
    answer, seen = open_app(APP).send_request("GET", "/high")
    assert seen.one("warning")["file"].endswith("app.py")
    assert b"probe" not in answer.body


@pytest.mark.parametrize("path", ["/odd", "/default"])
def test_what_warn_refuses_it_refuses(open_app: Opener, path: str) -> None:
    """Arguments that make no sense, and the once-registry of a module."""
    answer, seen = open_app(APP).send_request("GET", path)
    assert answer.body == {"/odd": b"TypeError TypeError", "/default": b"1"}[path]
    assert seen.of("probe-fault") == []


def test_the_interpreters_own_warnings_are_told_where_they_are_shown(open_app: Opener) -> None:
    """They do not come by `warnings.warn`."""
    _, seen = open_app(APP).send_request("GET", "/syntax")
    assert [body["category"] for body in seen.of("warning")] == ["SyntaxWarning"]


def test_warnings_without_end_are_bounded(running: Starter) -> None:
    """A loop that warns costs neither the exchange nor us."""
    answer, seen = running("own", APP).send_request("GET", "/many")
    assert answer.status == 200
    assert len(seen.of("warning")) == 100
