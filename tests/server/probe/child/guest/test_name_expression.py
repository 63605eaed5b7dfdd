"""The part of a target after the colon."""

from types import ModuleType
from typing import Any

import pytest
from flask import Flask

from server.probe.child.guest.failure import GuestStartError
from server.probe.child.guest.name_expression import evaluate, required_arguments

FLASK = Flask("inner")


@pytest.fixture
def module() -> ModuleType:
    """A module with an app, an object that holds one, and factories that record how they were called."""
    module = ModuleType("shop")
    calls: list[Any] = []

    def make(*args: Any, **kwargs: Any) -> Flask:
        calls.append((args, kwargs))
        return FLASK

    def needs(url: str) -> Flask:
        calls.append(url)
        return FLASK

    def both() -> tuple[int, Flask]:
        return 5, FLASK

    def wsgi(environ: Any, start_response: Any) -> None:
        raise AssertionError

    module.__dict__.update(
        app=FLASK, holder={"web": FLASK}, make=make, needs=needs, both=both, wsgi=wsgi, calls=calls
    )
    return module


@pytest.mark.parametrize(
    ("name", "calls"),
    [
        ("app", []),
        (" app ", []),
        ("holder['web']", []),
        ("both()[1]", []),
        ("make", [((), {})]),
        ("make()", [((), {})]),
        ("make('a:b', x=1, y=[2, {'c': None}])", [(("a:b",), {"x": 1, "y": [2, {"c": None}]})]),
        ("needs('sqlite:///x.db')", ["sqlite:///x.db"]),
    ],
)
def test_names_items_and_calls_with_literals_are_evaluated(
    module: ModuleType, name: str, calls: list[Any]
) -> None:
    """A factory is called once, with the arguments as they are written."""
    assert evaluate(module, name, "shop") is FLASK
    assert vars(module)["calls"] == calls


def test_attributes_are_followed(module: ModuleType) -> None:
    """`pkg:obj.attr` is the attribute itself."""
    assert evaluate(module, "app.config", "shop") is FLASK.config


def test_a_wsgi_function_is_not_called(module: ModuleType) -> None:
    """It takes two arguments, which a factory does not."""
    assert evaluate(module, "wsgi", "shop") is vars(module)["wsgi"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nothing", "Failed to find attribute 'nothing' in 'shop'."),
        ("1+1", "Failed to parse '1+1' as an attribute name or function call."),
        ("make(open)", "Failed to parse arguments as literal values: 'make(open)'."),
        ("make(**{})", "'make(**{})' is neither a name nor a call with literal arguments."),
        ("app.nothing", "shop:app has no attribute 'nothing'."),
        ("holder['no']", "There is no shop:holder['no']: 'no'"),
        ("app['no']", "There is no shop:app['no']: 'Flask' object is not subscriptable"),
        ("holder()", "shop:holder is a dict, which cannot be called."),
        (
            "needs",
            "The factory 'needs' in module 'shop' could not be called with the specified arguments."
            " Write shop:needs('…').",
        ),
        (
            "needs(1, 2)",
            "The factory 'needs(1, 2)' in module 'shop' could not be called with the specified arguments."
            " Write shop:needs('…').",
        ),
    ],
)
def test_a_mistake_is_told_in_the_words_of_flask(module: ModuleType, name: str, message: str) -> None:
    """No factory is called, and the message says what to write where arguments are missing."""
    with pytest.raises(GuestStartError) as caught:
        evaluate(module, name, "shop")
    assert caught.value.code == "no-app"
    assert caught.value.message.startswith(message)
    assert vars(module)["calls"] == []


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (lambda: 0, ""),
        (lambda url: url, "'…'"),
        (lambda url, debug=False: url, "'…'"),
        (lambda url, config: url, "url='…', config='…'"),
        (lambda *, url: url, "url='…'"),
        (lambda *args, **kwargs: args, ""),
    ],
)
def test_required_arguments_are_placeholders(function: Any, expected: str) -> None:
    """One is written by its place, several by their names."""
    assert required_arguments(function) == expected
