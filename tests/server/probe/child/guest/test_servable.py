"""What a guest's object is: something to serve, something that holds it, or something else."""

from typing import Any

import pytest
from flask import Flask

from server.probe.child.guest.failure import GuestStartError
from server.probe.child.guest.servable import is_asgi, servable, takes_two_arguments

FLASK = Flask("inner")


class Dash:
    """An object like that of Dash 2: not callable itself, with its Flask app in an attribute."""

    def __init__(self, server: Any) -> None:
        self.server = server


class Lazy:
    """An object that computes its attributes."""

    def __getattr__(self, name: str) -> Any:
        if name == "server":
            raise RuntimeError("it was asked for")
        raise AttributeError(name)


class Asgi:
    """An ASGI application, as Quart and FastAPI have it."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer nothing."""


def wsgi(environ: Any, start_response: Any) -> list[bytes]:
    """Answer nothing."""
    return []


async def asgi(scope: Any, receive: Any, send: Any) -> None:
    """Answer nothing."""


def plain_asgi(scope: Any, receive: Any, send: Any) -> Any:
    """Return a coroutine."""


@pytest.mark.parametrize(
    ("value", "app"),
    [(FLASK, FLASK), (wsgi, wsgi), (Dash(FLASK), FLASK), ((FLASK, 5), FLASK), ([3, FLASK], FLASK)],
)
def test_an_app_is_served_also_where_another_object_holds_it(value: Any, app: Any) -> None:
    """A Dash object, a tuple and a list are looked into."""
    assert servable(value, "shop:app") is app


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (5, "not-wsgi", "shop:app is a int, which is not a WSGI application."),
        (Lazy(), "not-wsgi", "shop:app is a Lazy, which is not a WSGI application."),
        (Dash(5), "not-wsgi", "shop:app is a Dash, which is not a WSGI application."),
        ((FLASK, FLASK), "not-wsgi", "shop:app is a tuple of Flask, Flask. Write shop:app[0] for the first"),
        ((), "not-wsgi", "shop:app is an empty tuple, which holds no WSGI application."),
        (asgi, "asgi", "shop:app is an ASGI application (asgi)."),
        (Asgi(), "asgi", "shop:app is an ASGI application (tests.Asgi)."),
    ],
)
def test_anything_else_is_named(value: Any, code: str, text: str) -> None:
    """The message says what it is and, for several apps, how to name one."""
    with pytest.raises(GuestStartError) as caught:
        servable(value, "shop:app")
    assert caught.value.code == code
    assert caught.value.message.startswith(text)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(asgi, True), (Asgi(), True), (plain_asgi, True), (wsgi, False), (FLASK, False), (len, False)],
)
def test_an_asgi_application_is_told_by_how_it_is_called(value: Any, expected: bool) -> None:
    """By a coroutine, or by the names of the three arguments."""
    assert is_asgi(value) is expected


@pytest.mark.parametrize(
    ("func", "expected"),
    [(wsgi, True), (asgi, False), (lambda *args: args, False), (lambda a, b=1: a, False), (5, False)],
)
def test_a_wsgi_callable_requires_two_arguments(func: Any, expected: bool) -> None:
    """A function that can be called with none is something else."""
    assert takes_two_arguments(func) is expected


def test_a_callable_dash_object_is_its_flask_app() -> None:
    """That of version 4 is called with any arguments; another callable that holds an app wraps it."""

    def call(_self: Any, *_args: Any, **_kwargs: Any) -> None:
        raise AssertionError

    for module, is_dash in (("dash.dash", True), ("shop", False)):
        value = type("Dash", (Dash,), {"__call__": call, "__module__": module})(FLASK)
        assert servable(value, "shop:app") is (FLASK if is_dash else value)
