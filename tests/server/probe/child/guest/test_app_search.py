"""The search for the application in a module of which nothing is named."""

from types import ModuleType
from typing import Any

import pytest
from flask import Flask

from server.probe.child.guest.app_search import find_app
from server.probe.child.guest.failure import GuestStartError

FLASK = Flask("inner")


def module_of(**names: Any) -> ModuleType:
    """Return a module with these names."""
    module = ModuleType("shop")
    module.__dict__.update(names)
    return module


class Holder:
    """An object like that of Dash 2."""

    def __init__(self) -> None:
        self.server = FLASK


async def asgi(scope: Any, receive: Any, send: Any) -> None:
    """Answer nothing."""


@pytest.mark.parametrize(
    "names",
    [
        {"app": FLASK},
        {"site": FLASK},
        {"app": Holder()},
        {"create_app": lambda: FLASK},
        {"make_app": lambda: (FLASK, 5)},
        {"app": 5, "create_app": lambda: FLASK},
        {"app": asgi, "flask_app": FLASK},
    ],
)
def test_an_app_is_found(names: dict[str, Any]) -> None:
    """A Flask app of any name, one that a Dash object holds, and what a factory returns."""
    assert find_app(module_of(**names), "", "shop") is FLASK


def test_a_factory_is_called_once() -> None:
    """Also where what it returns is no Flask app."""
    calls = []

    def create_app() -> Any:
        calls.append(1)
        return lambda environ, start_response: []

    find_app(module_of(create_app=create_app), "", "shop")
    assert calls == [1]


@pytest.mark.parametrize(
    ("names", "code", "message"),
    [
        ({}, "no-app", "Failed to find Flask application or factory in module 'shop'."),
        (
            {"a": Flask("a"), "b": Flask("b")},
            "no-app",
            "Detected multiple Flask applications in module 'shop'",
        ),
        (
            {"create_app": lambda config: FLASK},
            "no-app",
            "Detected factory 'create_app' in module 'shop', but could not call it without arguments."
            " Write shop.py:create_app('…').",
        ),
        ({"app": asgi}, "asgi", "shop.py:app is an ASGI application"),
        ({"app": 5}, "not-wsgi", "shop.py:app is a int"),
        ({"create_app": lambda: 5}, "not-wsgi", "shop.py:create_app() is a int"),
    ],
)
def test_what_is_no_app_is_told(names: dict[str, Any], code: str, message: str) -> None:
    """Flask's own words are kept, and arguments that are missing are written out."""
    with pytest.raises(GuestStartError) as caught:
        find_app(module_of(**names), "", "shop.py")
    assert caught.value.code == code
    assert caught.value.message.startswith(message)
