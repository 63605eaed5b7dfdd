"""Warnings: all are seen, and none means anything else than before."""

from typing import Any

import pytest

from tests.server.probe.conftest import OpenApp, StartApp

APP = "warning_app.py"


def told(bodies: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    """Category, message and outcome of each."""
    return [(body["category"], body["message"], body["outcome"]) for body in bodies]


def test_warnings_are_told_with_what_the_filters_made_of_them(open_app: OpenApp) -> None:
    """Raised, shown and hidden ones; the app finds them as without us."""
    response, exchange = open_app(APP).send_request("GET", "/")
    lines = response.body.decode().split(" | ")
    assert told(exchange.bodies("warning")) == [
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


def test_a_level_names_the_line_of_the_caller(open_app: OpenApp) -> None:
    """Also where the warning itself is given one function below."""
    _, exchange = open_app(APP).send_request("GET", "/")
    body = exchange.body("warning", message="of the caller")
    assert body["file"].endswith(APP)
    _, places = open_app(APP).send_request("GET", "/places")
    here, there = places.bodies("warning")
    assert there["line"] == here["line"] + 1


def test_a_level_above_the_view_is_counted_without_us(open_app: OpenApp) -> None:
    """What stands between Flask and the view is ours, and no warning names it."""
    response, exchange = open_app(APP).send_request("GET", "/high")
    assert exchange.body("warning")["file"].endswith("app.py")
    assert b"server/probe" not in response.body


@pytest.mark.parametrize("path", ["/odd", "/default"])
def test_what_warn_refuses_it_refuses(open_app: OpenApp, path: str) -> None:
    """Arguments that make no sense, and the once-registry of a module."""
    response, exchange = open_app(APP).send_request("GET", path)
    assert response.body == {"/odd": b"TypeError TypeError", "/default": b"1"}[path]
    assert exchange.bodies("probe-fault") == []


def test_the_interpreters_own_warnings_are_told_where_they_are_shown(open_app: OpenApp) -> None:
    """They do not come by `warnings.warn`."""
    _, exchange = open_app(APP).send_request("GET", "/syntax")
    assert [body["category"] for body in exchange.bodies("warning")] == ["SyntaxWarning"]


def test_warnings_without_end_are_bounded(start_app: StartApp) -> None:
    """A loop that warns costs neither the exchange nor us."""
    response, exchange = start_app("own", APP).send_request("GET", "/many")
    assert response.status == 200
    assert len(exchange.bodies("warning")) == 100
