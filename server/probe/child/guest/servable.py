"""Whether an object of the guest can be served as a WSGI application, and what it is if it cannot."""

from __future__ import annotations

import inspect
from typing import Any

from ..describe.static_access import has_base
from .failure import GuestStartError
from .flask_cli import is_flask_app

ITEM_LIMIT = 10
ASGI_PARAMETERS = ("scope", "receive", "send")


def servable(value: Any, what: str) -> Any:
    """Return the WSGI application that `value` is or holds; GuestStartError says what it is instead.

    A Dash object holds its Flask app, and what a factory returns may hold one app among other things.
    `what` is how the user would name the value, such as `shop:create_app()`.
    """
    if isinstance(value, (tuple, list)):
        return only_app_of(value, what)
    server = server_of(value)
    if server is not None:
        return server
    if not callable(value):
        raise GuestStartError(
            "not-wsgi", f"{what} is a {type(value).__name__}, which is not a WSGI application."
        )
    if is_asgi(value):
        kind = value.__name__ if inspect.isroutine(value) else type_name(value)
        raise GuestStartError("asgi", f"{what} is an ASGI application ({kind}).")
    return value


def server_of(value: Any) -> Any:
    """Return the Flask app that a Dash object keeps as its `server`, or None."""
    try:
        server = object.__getattribute__(value, "__dict__").get("server")
    except (AttributeError, TypeError):
        return None
    # The Dash of version 4 is callable, with any arguments. Other callables that hold a Flask app wrap it.
    is_dash = not callable(value) or has_base(value, "dash", "Dash")
    return server if is_dash and is_flask_app(server) else None


def only_app_of(values: Any, what: str) -> Any:
    """Return the only Flask app among several values; GuestStartError names them."""
    apps = [value for value in values if is_flask_app(value)]
    if len(apps) == 1:
        return apps[0]
    kind = type(values).__name__
    if not values:
        raise GuestStartError("not-wsgi", f"{what} is an empty {kind}, which holds no WSGI application.")
    names = ", ".join(type(value).__name__ for value in values[:ITEM_LIMIT])
    raise GuestStartError(
        "not-wsgi", f"{what} is a {kind} of {names}. Write {what}[0] for the first of them, and so on."
    )


def is_asgi(value: Any) -> bool:
    """Return whether it is called as ASGI applications are: a coroutine, or (scope, receive, send)."""
    call = value if inspect.isroutine(value) or inspect.isclass(value) else type(value).__call__
    if inspect.iscoroutinefunction(call):
        return True
    try:
        parameters = [name for name in inspect.signature(call).parameters if name != "self"]
    except (TypeError, ValueError):
        return False
    return tuple(parameters[:3]) == ASGI_PARAMETERS or parameters == ["scope"]


def type_name(value: Any) -> str:
    """Return the name of its class with the package that it comes from, such as `quart.Quart`."""
    cls = type(value)
    return f"{cls.__module__.partition('.')[0]}.{cls.__qualname__}"


def takes_two_arguments(func: Any) -> bool:
    """Return whether it requires exactly two arguments: a WSGI callable does, a command line does not."""
    try:
        signature = inspect.signature(func)
    except (TypeError, ValueError):
        return False
    return [accepts(signature, count) for count in range(3)] == [False, False, True]


def accepts(signature: inspect.Signature, count: int) -> bool:
    """Return whether a callable with this signature can be called with so many positional arguments."""
    try:
        signature.bind(*range(count))
    except TypeError:
        return False
    return True
