"""Tests of the warning sensor: it reports all warnings and changes none."""

from typing import Any

import pytest

from tests.server.probe.conftest import OpenApp, StartApp

APP = "warning_app.py"


def facts_of(bodies: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    """Return category, message and outcome of each warning."""
    return [(body["category"], body["message"], body["outcome"]) for body in bodies]


def test_warnings_are_reported_with_their_outcome(open_app: OpenApp) -> None:
    """Raised, shown or hidden; the app gets them as without the probe."""
    response, exchange = open_app(APP).send_request("GET", "/")
    lines = response.body.decode().split(" | ")
    assert facts_of(exchange.bodies("warning")) == [
        ("FutureWarning", "an error", "raised"),
        ("UserWarning", "only once", "shown"),
        ("UserWarning", "only once", "hidden"),
        ("DeprecationWarning", "of the caller", "hidden"),
        ("UserWarning", "explicit", "hidden"),
    ]
    assert lines[0] == "an error"
    first = exchange.bodies("warning")[1]
    assert lines[1] == f"1 at {first['line']}"
    assert exchange.bodies("warning")[4]["file"] == "elsewhere.py"


def test_a_stack_level_selects_the_callers_line(open_app: OpenApp) -> None:
    """Also from a function that the view calls."""
    _, exchange = open_app(APP).send_request("GET", "/")
    body = exchange.body("warning", message="of the caller")
    assert body["file"].endswith(APP)
    _, places = open_app(APP).send_request("GET", "/places")
    here, there = places.bodies("warning")
    assert there["line"] == here["line"] + 1


def test_a_stack_level_skips_the_frames_of_the_probe(open_app: OpenApp) -> None:
    """A warning about the caller of the view names Flask's own code."""
    response, exchange = open_app(APP).send_request("GET", "/high")
    assert exchange.body("warning")["file"].endswith("app.py")
    assert b"server/probe" not in response.body


@pytest.mark.parametrize("path", ["/odd", "/default"])
def test_odd_calls_of_warn_behave_as_without_the_probe(open_app: OpenApp, path: str) -> None:
    """Wrong arguments, and a module's registry of warnings shown once."""
    response, exchange = open_app(APP).send_request("GET", path)
    assert response.body == {"/odd": b"TypeError TypeError", "/default": b"1"}[path]
    assert exchange.bodies("probe-fault") == []


def test_the_interpreters_own_warnings_are_reported_if_shown(open_app: OpenApp) -> None:
    """The compiler does not call `warnings.warn`."""
    _, exchange = open_app(APP).send_request("GET", "/syntax")
    assert [body["category"] for body in exchange.bodies("warning")] == ["SyntaxWarning"]


def test_many_warnings_are_bounded(start_app: StartApp) -> None:
    """The request succeeds."""
    response, exchange = start_app("own", APP).send_request("GET", "/many")
    assert response.status == 200
    assert len(exchange.bodies("warning")) == 100
