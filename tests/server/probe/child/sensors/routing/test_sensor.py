"""Which rule matched and why the others did not, on every Flask."""

from typing import Any

import pytest

from tests.server.probe.conftest import OpenApp
from tests.support.probe_host import RecordedExchange


def tried(exchange: RecordedExchange) -> dict[str, dict[str, Any]]:
    """What became of each rule."""
    return {entry["rule"]: entry for entry in exchange.body("routing")["tried"]}


def test_the_rule_that_matched_and_those_it_shadows_are_told(open_app: OpenApp) -> None:
    """The number wins over the name, which would have matched too."""
    _, exchange = open_app("routes.py").send_request("GET", "/users/7")
    body = exchange.body("routing")
    assert (body["matched"], body["rule"], body["endpoint"]) == (True, "/users/<int:number>", "view2")
    assert body["args"]["number"] == {"type": "int", "repr": "7", "cut": False}
    rules = tried(exchange)
    assert rules["/users/<int:number>"]["outcome"] == "matched"
    assert rules["/users/<name>"]["outcome"] == "shadowed"
    assert rules["/users/<name>"]["by"] == "/users/<int:number>"
    assert rules["/built"]["outcome"] == "build-only"
    assert rules["/post"]["outcome"] == "text"
    assert body["omitted"] == 0


@pytest.mark.parametrize(
    ("method", "path", "rule", "facts"),
    [
        (
            "GET",
            "/users/x",
            "/users/<int:number>",
            {"outcome": "converter", "value": "x", "argument": "number"},
        ),
        (
            "GET",
            "/users/11/small",
            "/users/<int(max=10):number>/small",
            {"outcome": "converter", "value": "11"},
        ),
        ("GET", "/post", "/post", {"outcome": "method", "allowed": ["OPTIONS", "POST"]}),
        ("GET", "/strict/", "/strict", {"outcome": "slash", "redirect": None}),
        ("GET", "/loose", "/loose/", {"outcome": "matched"}),
        (
            "GET",
            "/even/3",
            "/even/<even:number>",
            {"outcome": "converter", "converter": "even", "value": "3"},
        ),
        ("GET", "/socket", "/socket", {"outcome": "websocket"}),
        ("GET", "/any/green", "/any/<any(red, blue):colour>", {"outcome": "converter", "value": "green"}),
    ],
)
def test_why_a_rule_did_not_match_is_told(
    open_app: OpenApp, method: str, path: str, rule: str, facts: dict[str, Any]
) -> None:
    """Each kind of failure with its facts."""
    _, exchange = open_app("routes.py").send_request(method, path)
    outcome = tried(exchange)[rule]
    assert {name: outcome.get(name) for name in facts} == facts


def test_a_missing_slash_redirects_and_says_where(open_app: OpenApp) -> None:
    """The redirect of routing is told with its target."""
    host = open_app("routes.py")
    response, exchange = host.send_request("GET", "/users")
    assert response.status == 308
    body = exchange.body("routing")
    assert (body["matched"], body["error"]) == (False, "RequestRedirect")
    assert body["redirect"] == f"http://localhost:{host.port}/users/"
    assert tried(exchange)["/users/"]["redirect"] == body["redirect"]


def test_a_rule_that_redirects_elsewhere_is_told(open_app: OpenApp) -> None:
    """`redirect_to` is an outcome of its own."""
    host = open_app("routes.py")
    _, exchange = host.send_request("GET", "/old/5")
    assert tried(exchange)["/old/<int:number>"]["outcome"] == "redirect"
    assert tried(exchange)["/old/<int:number>"]["redirect"].endswith("/users/5")


def test_a_method_that_is_not_allowed_is_told_with_those_that_are(open_app: OpenApp) -> None:
    """405 is an error of routing."""
    response, exchange = open_app("routes.py").send_request("DELETE", "/post")
    assert response.status == 405
    body = exchange.body("routing")
    assert (body["error"], body["allowed"]) == ("MethodNotAllowed", ["OPTIONS", "POST"])


def test_a_path_that_nothing_matches_is_told(open_app: OpenApp) -> None:
    """404, and no rule matched."""
    _, exchange = open_app("routes.py").send_request("GET", "/no/such/path")
    body = exchange.body("routing")
    assert (body["matched"], body["error"], body["rule"]) == (False, "NotFound", None)
    assert "matched" not in {entry["outcome"] for entry in body["tried"]}


def test_a_converter_of_the_guest_is_called_by_flask_alone(open_app: OpenApp) -> None:
    """Explaining calls no code of the guest: the count is the same as without a probe."""
    host = open_app("routes.py")
    before = int(host.fetch("GET", "/calls").body)
    for path in ("/even/2", "/even/3", "/users/2"):
        host.fetch("GET", path)
    assert int(host.fetch("GET", "/calls").body) - before == 2


def test_the_blueprint_of_a_rule_is_told(open_app: OpenApp) -> None:
    """Nested blueprints with their dotted name."""
    _, exchange = open_app("hooks.py").send_request("GET", "/outer/inner/view")
    assert exchange.body("routing")["blueprint"] == "outer.inner"
