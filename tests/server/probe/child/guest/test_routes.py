"""Tests of the URL rules that the host is told."""

from types import SimpleNamespace

import pytest
from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix

from server.probe.child.guest.routes import ROUTES_LIMIT, routes_of
from server.probe.child.patch import flask_phases


def test_the_routes_are_those_that_can_be_requested() -> None:
    """A rule that only builds URLs is left out; an application without a map has none."""
    app = Flask(__name__, static_folder=None)
    app.add_url_rule("/item/<int:number>", "item", lambda number: "", methods=["POST"])
    app.add_url_rule("/elsewhere", "elsewhere", build_only=True)
    assert routes_of(app)[0] == [
        {
            "rule": "/item/<int:number>",
            "endpoint": "item",
            "methods": ["OPTIONS", "POST"],
            "arguments": ["number"],
        }
    ]
    assert routes_of(SimpleNamespace()) == ([], 0)


def test_the_routes_of_mounted_apps_have_their_path() -> None:
    """As the dispatcher takes it away before the app sees it."""
    shop, cellar = Flask("shop", static_folder=None), Flask("cellar", static_folder=None)
    for app in (shop, cellar):
        app.add_url_rule("/list", endpoint="list", view_func=str)
    found, _ = routes_of(DispatcherMiddleware(shop, {"/cellar": cellar}))
    assert [route["rule"] for route in found] == ["/list", "/cellar/list"]


def test_the_routes_of_the_only_app_are_found_behind_a_middleware(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two, which one it is for is not known."""
    made = [Flask("only", static_folder=None)]
    made[0].add_url_rule("/list", endpoint="list", view_func=str)
    monkeypatch.setattr(flask_phases, "created_apps", lambda: made)
    assert [route["rule"] for route in routes_of(ProxyFix(made[0]))[0]] == ["/list"]
    made.append(Flask("other"))
    assert routes_of(ProxyFix(made[0])) == ([], 0)


def test_rules_that_are_too_many_or_too_long_are_counted() -> None:
    """The message to the host stays short, whatever the app has."""
    app = Flask(__name__, static_folder=None)
    app.add_url_rule("/" + "a" * 600_000, "long", str)
    for number in range(ROUTES_LIMIT + 20):
        app.add_url_rule(f"/{number}", f"short{number}", str)
    found, left_out = routes_of(app)
    assert len(found) == ROUTES_LIMIT
    assert left_out == 21
    wide = Flask(__name__, static_folder=None)
    for number in range(400):
        wide.add_url_rule(f"/{number}/" + "a" * 1900, f"wide{number}", str)
    found, left_out = routes_of(wide)
    assert 100 < len(found) < 200
    assert len(found) + left_out == 400
