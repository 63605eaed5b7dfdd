"""Tests of the decorators of views."""

import functools
from collections.abc import Callable

import pytest
from flask import Flask

from server.probe.child.describe.code_ownership import ownership
from server.probe.child.questions.decorators import above_route, below_route, maker_of, place_of

View = Callable[[], str]
app = Flask(__name__)


def login_required(view: View) -> View:
    """Decorate as Flask-Login does."""

    @functools.wraps(view)
    def decorated() -> str:
        return view()

    return decorated


def careless(view: View) -> View:
    """Decorate without saying what is wrapped, under the name of the view."""

    def wrapper() -> str:
        return view()

    wrapper.__name__ = view.__name__
    return wrapper


@app.route("/checked")
@login_required
def checked() -> str:
    """Be decorated below the route."""
    return ""


@login_required
@app.route("/open")
def unchecked() -> str:
    """Be decorated above the route."""
    return ""


@careless
@app.route("/also")
def also_unchecked() -> str:
    """Be decorated above the route without `functools.wraps`."""
    return ""


@pytest.fixture(autouse=True)
def own_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this module be the guest's."""
    monkeypatch.setattr(type(ownership), "is_own", lambda self, file: file == __file__)


def test_decorators_below_the_route_are_called() -> None:
    """They are listed with the place of the function around the view."""
    (layer,) = below_route(app.view_functions["checked"])
    assert layer["name"] == "login_required"
    assert layer["file"] == __file__
    assert above_route(app.view_functions["checked"]) == []
    assert place_of(app.view_functions["checked"])["name"] == "checked"


@pytest.mark.parametrize(
    ("endpoint", "name"),
    [
        ("unchecked", "login_required"),
        ("also_unchecked", "careless"),
    ],
)
def test_decorators_above_the_route_are_found(endpoint: str, name: str) -> None:
    """The app has registered the function without them: it answers whatever they would refuse."""
    (layer,) = above_route(app.view_functions[endpoint])
    assert layer["name"] == name
    assert below_route(app.view_functions[endpoint]) == []


def test_another_function_of_the_same_name_is_no_decorator() -> None:
    """A later definition under the name of a view does not lead to it."""

    def checked() -> str:
        return "another"

    checked.__module__ = __name__
    assert above_route(checked) == []
    assert above_route(len) == []


def test_before_python_311_the_decorator_is_found_by_its_code() -> None:
    """A function has no qualified name there; one without a decorator in its module keeps its own."""
    decorated = app.view_functions["checked"]
    assert maker_of(decorated.__code__, globals()) == "login_required"
    assert maker_of(decorated.__code__, {}) == "decorated"
