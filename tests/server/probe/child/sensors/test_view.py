"""Views of every kind, on every Flask."""

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
def test_a_view_of_any_kind_is_seen_and_answers(
    open_app: OpenApp, method: str, path: str, name: str, body: bytes
) -> None:
    """Functions, class-based views and views that return a WSGI application work as ever."""
    response, exchange = open_app("views.py").send_request(method, path)
    assert (response.status, response.body) == (200, body)
    assert exchange.body("view")["name"] == name


def test_the_arguments_and_what_was_returned_are_told(open_app: OpenApp) -> None:
    """Arguments are described before the view runs, its value after."""
    response, exchange = open_app("views.py").send_request("POST", "/item/3")
    assert json.loads(response.body) == {"changed": 3}
    view = exchange.body("view")
    assert view["args"] == {"number": {"type": "int", "repr": "3", "cut": False}}
    assert view["returned"] == {"type": "dict", "repr": "{'changed': 3}", "cut": False}
    assert view["endpoint"] == "item"


def test_a_view_that_returns_nothing_is_seen_to(open_app: OpenApp) -> None:
    """The value is None, and the exception comes from making a response of it."""
    response, exchange = open_app("views.py").send_request("GET", "/nothing")
    assert response.status == 500
    assert exchange.body("view")["returned"]["type"] == "NoneType"
    assert exchange.body("exception")["where"] == "make_response"


def test_a_view_that_raises_is_told_with_its_error(open_app: OpenApp) -> None:
    """What was raised stands where the value would."""
    _, exchange = open_app("hooks.py").send_request("GET", "/crash")
    view = exchange.body("view")
    assert view["returned"] is None
    assert view["raised"] == "ZeroDivisionError: division by zero"


def test_no_view_is_told_for_automatic_options(open_app: OpenApp) -> None:
    """Flask answers OPTIONS by itself."""
    response, exchange = open_app("views.py").send_request("OPTIONS", "/page")
    assert "GET" in (response.header("Allow") or "")
    assert exchange.bodies("view") == []


@pytest.mark.environments
@pytest.mark.parametrize("flask", FLASKS)
def test_coroutines_are_seen_as_functions_are(start_app: StartApp, flask: str) -> None:
    """An async hook, an async view and an async method answer and are told, with what they log."""
    host = start_app(flask, "async_views.py")
    response, exchange = host.send_request("GET", "/")
    assert response.body == b"async"
    assert exchange.body("hook")["name"] == "wait"
    assert exchange.body("view")["returned"]["repr"] == "'async'"
    assert exchange.body("log")["message"] == "inside"
    response, exchange = host.send_request("GET", "/item")
    assert response.body == b"item"
    assert exchange.body("view")["name"] == "Item.get"
