"""Tests of the URL rules that the host is told."""

from types import FunctionType, SimpleNamespace

import pytest
from flask import Flask
from flask.views import MethodView
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix

from server.probe.child.guest.routes import ROUTES_LIMIT, SUMMARY_LIMIT, routes_of
from server.probe.child.patch import flask_phases


def item(number: int) -> str:  # noqa: D103 - a view without a docstring
    return str(number)


LINE_OF_ITEM = item.__code__.co_firstlineno


def test_the_routes_are_those_that_can_be_requested() -> None:
    """A rule that only builds URLs is left out; an application without a map has none."""
    app = Flask(__name__, static_folder=None)
    app.add_url_rule("/item/<int:number>", "item", item, methods=["POST"])
    app.add_url_rule("/elsewhere", "elsewhere", build_only=True)
    assert routes_of(app)[0] == [
        {
            "rule": "/item/<int:number>",
            "endpoint": "item",
            "methods": ["OPTIONS", "POST"],
            "arguments": ["number"],
            "summary": "",
            "file": __file__,
            "line": LINE_OF_ITEM,
        }
    ]
    assert routes_of(SimpleNamespace()) == ([], 0)


class Shelf(MethodView):
    """Everything on a shelf."""

    def get(self) -> str:
        """List it."""
        return ""


class Quiet(MethodView):  # noqa: D101 - a view without a docstring
    def post(self) -> str:
        """Put something on it."""
        return ""


class Odd:
    """An object whose documentation runs code."""

    @property
    def __doc__(self) -> str:  # type: ignore[override]
        raise AssertionError("the guest's code was run")

    def __call__(self) -> str:
        """Answer nothing."""
        return ""


def test_a_route_has_the_first_line_of_its_docstring() -> None:
    """It is the function's, the class's, or the method's; nothing of the guest is run to find it."""

    def long() -> str:
        """
        Show the list.

        And more.
        """
        return ""

    app = Flask(__name__, static_folder=None)
    app.add_url_rule("/long", "long", long)
    app.add_url_rule("/shelf", "shelf", Shelf.as_view("shelf"))
    app.add_url_rule("/quiet", "quiet", Quiet.as_view("quiet"))
    app.add_url_rule("/odd", "odd", Odd())
    app.add_url_rule("/none", "none")
    found = {route["endpoint"]: route for route in routes_of(app)[0]}
    assert {name: route["summary"] for name, route in found.items()} == {
        "long": "Show the list.",
        "shelf": "Everything on a shelf.",
        "quiet": "Put something on it.",
        "odd": "",
        "none": "",
    }
    assert found["shelf"]["line"] == Shelf.get.__code__.co_firstlineno
    assert found["none"]["file"] is None


def test_a_docstring_is_shortened() -> None:
    """A line of documentation of any length becomes a short one."""
    app = Flask(__name__, static_folder=None)
    view = FunctionType(item.__code__, {}, "view")
    view.__doc__ = "a" * 100_000
    app.add_url_rule("/", "view", view)
    assert routes_of(app)[0][0]["summary"] == "a" * SUMMARY_LIMIT


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
