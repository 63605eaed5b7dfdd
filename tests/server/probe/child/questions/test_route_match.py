"""Tests of which rule a request would be routed to."""

from typing import Any

import pytest
from flask import Flask, Request
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.routing import BaseConverter, MapAdapter, Rule

from server.probe.child.questions.route_match import answer
from server.runner.channel.answer_schemas import ANSWERS


def ask(app: Any, method: str, path: str, **more: str) -> dict[str, Any]:
    """Return the answer about a request."""
    found = answer(app, {"method": method, "path": path, "host": "localhost:5000", **more})
    assert ANSWERS["match"](found)
    return found


def shop() -> Flask:
    """Return an app with a few rules."""
    app = Flask(__name__, static_folder=None)
    app.add_url_rule("/items/<int(max=9):number>", "item", lambda number: "")
    app.add_url_rule("/items/new", "new", lambda: "", methods=["POST"])
    app.add_url_rule("/items/<path:rest>", "rest", lambda rest: "")
    app.add_url_rule("/about/", "about", lambda: "")
    return app


def test_the_winner_is_the_one_of_werkzeug() -> None:
    """With why each other rule does not win."""
    found = ask(shop(), "get", "/items/7")["routing"]
    assert (found["matched"], found["endpoint"], found["args"]["number"]["repr"]) == (True, "item", "7")
    outcomes = {each["endpoint"]: each["outcome"] for each in found["tried"]}
    assert outcomes == {"new": "text", "item": "matched", "rest": "shadowed", "about": "text"}


@pytest.mark.parametrize(
    ("method", "path", "error", "more"),
    [
        ("DELETE", "/items/new", "MethodNotAllowed", None),
        ("GET", "/nothing", "NotFound", None),
        ("GET", "/about", "RequestRedirect", "http://localhost:5000/about/"),
        ("GET", "/items/%31", None, None),
    ],
)
def test_requests_that_no_rule_takes_say_why(
    method: str, path: str, error: str | None, more: str | None
) -> None:
    """As Werkzeug says it; a percent sign stands for a character, as in a real request."""
    found = ask(shop(), method, path)["routing"]
    assert (found["error"], found["redirect"]) == (error, more)


def test_a_refusal_of_a_converter_is_told() -> None:
    """Werkzeug looks for no other rule then, though one would fit."""
    found = ask(shop(), "GET", "/items/12")["routing"]
    outcome = next(each for each in found["tried"] if each["endpoint"] == "item")
    assert (found["error"], outcome["outcome"]) == ("NotFound", "converter")


class Touchy(BaseConverter):
    """A converter that must not be asked."""

    def to_python(self, value: str) -> str:
        """Fail."""
        raise AssertionError("the code of the app was run")

    def to_url(self, value: str) -> str:
        """Fail."""
        raise AssertionError("the code of the app was run")


def test_code_of_the_app_is_named_and_not_run() -> None:
    """A converter of its own may ask a database; where no such rule is reached, the answer is Werkzeug's."""
    app = shop()
    app.url_map.converters["touchy"] = Touchy
    app.add_url_rule("/users/<touchy:user>", "user", lambda user: "")
    found = ask(app, "GET", "/users/ada")
    assert (found["decided_by"], found["routing"]["matched"]) == ("Touchy", False)
    assert ask(app, "GET", "/items/7")["decided_by"] is None


def test_a_redirect_that_is_a_function_is_not_called() -> None:
    """Werkzeug would call it while it matches."""

    def elsewhere(adapter: MapAdapter, **values: str) -> str:
        raise AssertionError("the code of the app was run")

    app = shop()
    app.url_map.add(Rule("/old", endpoint="old", redirect_to=elsewhere))
    assert ask(app, "GET", "/old")["decided_by"] == "elsewhere"


def test_an_app_that_binds_its_map_by_itself_is_named() -> None:
    """Only its own function knows what is compared."""

    class Tenants(Flask):
        def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
            raise AssertionError("the code of the app was run")

    found = ask(Tenants(__name__), "GET", "/")
    assert (found["routing"], found["decided_by"]) == (None, "Tenants.create_url_adapter")


def test_the_app_below_a_path_is_asked() -> None:
    """A dispatcher chooses the longest path that fits."""
    inner = Flask("inner", static_folder=None)
    inner.add_url_rule("/hello", "hello", lambda: "")
    both = DispatcherMiddleware(shop(), {"/api": inner})
    found = ask(both, "GET", "/api/hello")
    assert (found["below"], found["routing"]["endpoint"]) == ("/api", "hello")
    assert ask(both, "GET", "/apiary")["below"] == ""


def test_a_host_that_flask_refuses_is_told() -> None:
    """TRUSTED_HOSTS is checked before any rule is compared."""
    app = shop()
    app.config["TRUSTED_HOSTS"] = ["shop.example"]
    assert ask(app, "GET", "/about/")["refused"] == "SecurityError"
