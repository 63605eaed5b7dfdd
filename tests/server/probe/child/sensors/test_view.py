"""Tests of the view sensor, on every Flask."""

import json

import pytest

from tests.environments import FLASKS
from tests.server.probe.conftest import OpenApp, StartApp


@pytest.mark.parametrize(
    ("method", "path", "name", "body"),
    [
        ("GET", "/item/3", "Item.get", b"item 3"),
        ("HEAD", "/item/3", "Item.get", b""),
        ("GET", "/page", "Page.dispatch_request", b"page"),
        ("GET", "/callable", "other", b"from wsgi"),
    ],
)
def test_a_view_of_any_kind_is_reported_and_answers(
    open_app: OpenApp, method: str, path: str, name: str, body: bytes
) -> None:
    """Functions, class-based views, and views that return a WSGI application."""
    response, exchange = open_app("views.py").send_request(method, path)
    assert (response.status, response.body) == (200, body)
    assert exchange.body("view")["name"] == name


def test_arguments_and_return_value_are_reported(open_app: OpenApp) -> None:
    """Arguments are described before the view runs, its value afterwards."""
    response, exchange = open_app("views.py").send_request("POST", "/item/3")
    assert json.loads(response.body) == {"changed": 3}
    view = exchange.body("view")
    assert view["args"] == {"number": {"type": "int", "repr": "3", "cut": False}}
    assert view["returned"] == {"type": "dict", "repr": "{'changed': 3}", "cut": False}
    assert view["endpoint"] == "item"


def test_a_view_that_returns_none_is_reported_as_such(open_app: OpenApp) -> None:
    """The exception comes from making a response of it."""
    response, exchange = open_app("views.py").send_request("GET", "/nothing")
    assert response.status == 500
    assert exchange.body("view")["returned"]["type"] == "NoneType"
    assert exchange.body("exception")["where"] == "make_response"


def test_a_view_that_raises_is_reported_with_its_error(open_app: OpenApp) -> None:
    """It has no return value."""
    _, exchange = open_app("hooks.py").send_request("GET", "/crash")
    view = exchange.body("view")
    assert view["returned"] is None
    assert view["raised"] == "ZeroDivisionError: division by zero"


def test_automatic_options_have_no_view(open_app: OpenApp) -> None:
    """Flask itself answers OPTIONS."""
    response, exchange = open_app("views.py").send_request("OPTIONS", "/page")
    assert "GET" in (response.header("Allow") or "")
    assert exchange.bodies("view") == []


@pytest.mark.environments
@pytest.mark.parametrize("flask", FLASKS)
def test_coroutines_are_reported_like_functions(start_app: StartApp, flask: str) -> None:
    """Hooks, views and methods, with what they log."""
    host = start_app(flask, "async_views.py")
    response, exchange = host.send_request("GET", "/")
    assert response.body == b"async"
    assert exchange.body("hook")["name"] == "wait"
    assert exchange.body("view")["returned"]["repr"] == "'async'"
    assert exchange.body("log")["message"] == "inside"
    response, exchange = host.send_request("GET", "/item")
    assert response.body == b"item"
    assert exchange.body("view")["name"] == "Item.get"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/decorated", "instead"),
        ("/later", "instead"),
        ("/item", "Item.get"),
        ("/checked", "Checked.dispatch_request"),
        ("/page", "Page.dispatch_request"),
    ],
)
def test_the_view_is_named_by_the_function_that_ran(open_app: OpenApp, path: str, name: str) -> None:
    """Not by the one that the rule was made with, nor by a method that a class has but did not call."""
    _, exchange = open_app("swapped_views.py").send_request("GET", path)
    body = exchange.body("view")
    assert body["name"] == name
    assert body["file"].endswith("swapped_views.py")
