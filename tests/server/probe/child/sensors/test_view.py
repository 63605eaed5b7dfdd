"""Views of every kind, on every Flask."""

import json

import pytest

from tests.environments import FLASKS
from tests.server.probe.conftest import Opener, Starter


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
    open_app: Opener, method: str, path: str, name: str, body: bytes
) -> None:
    """Functions, class-based views and views that return a WSGI application work as ever."""
    answer, seen = open_app("views.py").send_request(method, path)
    assert (answer.status, answer.body) == (200, body)
    assert seen.one("view")["name"] == name


def test_the_arguments_and_what_was_returned_are_told(open_app: Opener) -> None:
    """Arguments are described before the view runs, its value after."""
    answer, seen = open_app("views.py").send_request("POST", "/item/3")
    assert json.loads(answer.body) == {"changed": 3}
    view = seen.one("view")
    assert view["args"] == {"number": {"type": "int", "repr": "3", "cut": False}}
    assert view["returned"] == {"type": "dict", "repr": "{'changed': 3}", "cut": False}
    assert view["endpoint"] == "item"


def test_a_view_that_returns_nothing_is_seen_to(open_app: Opener) -> None:
    """The value is None, and the exception comes from making a response of it."""
    answer, seen = open_app("views.py").send_request("GET", "/nothing")
    assert answer.status == 500
    assert seen.one("view")["returned"]["type"] == "NoneType"
    assert seen.one("exception")["where"] == "make_response"


def test_a_view_that_raises_is_told_with_its_error(open_app: Opener) -> None:
    """What was raised stands where the value would."""
    _, seen = open_app("hooks.py").send_request("GET", "/crash")
    view = seen.one("view")
    assert view["returned"] is None
    assert view["raised"] == "ZeroDivisionError: division by zero"


def test_no_view_is_told_for_automatic_options(open_app: Opener) -> None:
    """Flask answers OPTIONS by itself."""
    answer, seen = open_app("views.py").send_request("OPTIONS", "/page")
    assert "GET" in (answer.header("Allow") or "")
    assert seen.of("view") == []


@pytest.mark.environments
@pytest.mark.parametrize("flask", FLASKS)
def test_coroutines_are_seen_as_functions_are(running: Starter, flask: str) -> None:
    """An async hook, an async view and an async method answer and are told, with what they log."""
    host = running(flask, "coroutines.py")
    answer, seen = host.send_request("GET", "/")
    assert answer.body == b"async"
    assert seen.one("hook")["name"] == "wait"
    assert seen.one("view")["returned"]["repr"] == "'async'"
    assert seen.one("log")["message"] == "inside"
    answer, seen = host.send_request("GET", "/item")
    assert answer.body == b"item"
    assert seen.one("view")["name"] == "Item.get"
