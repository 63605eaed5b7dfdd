"""Tests of the routing sensor, on every Flask."""

from pathlib import Path
from typing import Any

import pytest

from tests.server.probe.conftest import LoadApp, OpenApp
from tests.support.probe_host import RecordedExchange


def rules_tried(exchange: RecordedExchange) -> dict[str, dict[str, Any]]:
    """Return the outcome of each rule."""
    return {entry["rule"]: entry for entry in exchange.body("routing")["tried"]}


def test_the_matching_rule_and_those_it_shadows_are_reported(open_app: OpenApp) -> None:
    """The number wins over the name, which would have matched too."""
    _, exchange = open_app("routes.py").send_request("GET", "/users/7")
    body = exchange.body("routing")
    assert (body["matched"], body["rule"], body["endpoint"]) == (True, "/users/<int:number>", "view2")
    assert body["args"]["number"] == {"type": "int", "repr": "7", "cut": False}
    rules = rules_tried(exchange)
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
def test_each_rule_has_the_reason_why_it_did_not_match(
    open_app: OpenApp, method: str, path: str, rule: str, facts: dict[str, Any]
) -> None:
    """With the facts of that outcome."""
    _, exchange = open_app("routes.py").send_request(method, path)
    outcome = rules_tried(exchange)[rule]
    assert {name: outcome.get(name) for name in facts} == facts


def test_a_missing_slash_is_reported_with_its_redirect(open_app: OpenApp) -> None:
    """Routing itself redirects."""
    host = open_app("routes.py")
    response, exchange = host.send_request("GET", "/users")
    assert response.status == 308
    body = exchange.body("routing")
    assert (body["matched"], body["error"]) == (False, "RequestRedirect")
    assert body["redirect"] == f"http://localhost:{host.port}/users/"
    assert rules_tried(exchange)["/users/"]["redirect"] == body["redirect"]


def test_a_rule_with_redirect_to_is_reported(open_app: OpenApp) -> None:
    """It matched, and has the outcome `redirect`."""
    host = open_app("routes.py")
    _, exchange = host.send_request("GET", "/old/5")
    assert rules_tried(exchange)["/old/<int:number>"]["outcome"] == "redirect"
    assert rules_tried(exchange)["/old/<int:number>"]["redirect"].endswith("/users/5")


def test_a_refused_method_is_reported_with_the_allowed_ones(open_app: OpenApp) -> None:
    """405 is an error of routing."""
    response, exchange = open_app("routes.py").send_request("DELETE", "/post")
    assert response.status == 405
    body = exchange.body("routing")
    assert (body["error"], body["allowed"]) == ("MethodNotAllowed", ["OPTIONS", "POST"])


def test_an_unknown_path_is_reported(open_app: OpenApp) -> None:
    """The error is NotFound, and no rule matched."""
    _, exchange = open_app("routes.py").send_request("GET", "/no/such/path")
    body = exchange.body("routing")
    assert (body["matched"], body["error"], body["rule"]) == (False, "NotFound", None)
    assert "matched" not in {entry["outcome"] for entry in body["tried"]}


def test_the_guests_converters_are_called_by_flask_only(open_app: OpenApp) -> None:
    """The explanation calls no code of the guest: the count is the same as without a probe."""
    host = open_app("routes.py")
    before = int(host.fetch("GET", "/calls").body)
    for path in ("/even/2", "/even/3", "/users/2"):
        host.fetch("GET", path)
    assert int(host.fetch("GET", "/calls").body) - before == 2


def test_long_rules_and_a_long_path_are_reported_with_shorter_texts(tmp_path: Path, load: LoadApp) -> None:
    """Otherwise the event of many rules with one of 600,000 characters, or with a long path, is not sent."""
    app = tmp_path / "long_rules.py"
    app.write_text(LONG_RULES)
    host, _ = load("long_rules.py", tmp_path)
    for path, rule in (("/few", "/few"), ("/" + "n" * 3000, None)):
        _, exchange = host.send_request("GET", path)
        assert not exchange.bodies("probe-fault")
        body = exchange.body("routing")
        assert (body["rule"], len(body["tried"])) == (rule, 193)
        assert max(len(tried["rule"]) for tried in body["tried"]) <= 1000
        assert any(tried["rule"].endswith("…") for tried in body["tried"])


LONG_RULES = """
from flask import Flask

app = Flask(__name__)
for number in range(190):
    app.add_url_rule(f"/a{number}", f"view{number}", str)
app.add_url_rule("/" + "x" * 600_000, "long", str)
app.add_url_rule("/few", "few", str)
"""


def test_the_blueprint_of_a_rule_is_reported(open_app: OpenApp) -> None:
    """Nested blueprints by their dotted name."""
    _, exchange = open_app("hooks.py").send_request("GET", "/outer/inner/view")
    assert exchange.body("routing")["blueprint"] == "outer.inner"
