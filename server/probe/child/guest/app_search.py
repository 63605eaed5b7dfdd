"""The search for the application in the guest's module: what Flask finds, else any WSGI callable."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from . import flask_cli
from .failure import GuestStartError
from .name_expression import can_be_called, evaluate, how_to_call
from .servable import is_asgi, servable, server_of, takes_two_arguments

APP_NAMES = ("app", "application")
FACTORY_NAMES = ("create_app", "make_app")


def find_app(module: ModuleType, name: str, path: str) -> Any:
    """Return the WSGI application of a module, by `name` if there is one.

    `path` is how the user names the module. A factory is called once. GuestStartError says why there is no
    application; errors of the guest's own code are raised as they are.
    """
    if name:
        app = servable(evaluate(module, name, path), f"{path}:{name.strip()}")
    else:
        app = find_best_app(module, path)
    if flask_cli.is_flask_app(app):
        flask_cli.set_debug(app)
    return app


def find_best_app(module: ModuleType, path: str) -> Any:
    """Return the application of a module of which nothing is named.

    A WSGI callable named `app` or `application` has precedence over a Flask app of another name, then comes
    the Flask app that Flask chooses, a Dash object, and what a factory returns.
    """
    app = wsgi_callable_of(module)
    if app is not None:
        return app
    if any(flask_cli.is_flask_app(value) for value in vars(module).values()):
        try:
            return flask_cli.best_instance(module)
        except flask_cli.NoFlaskAppError as error:
            raise GuestStartError("no-app", str(error)) from error
    named = [(name, getattr(module, name)) for name in APP_NAMES if getattr(module, name, None) is not None]
    for name, value in named:
        if server_of(value) is not None or (callable(value) and is_asgi(value)):
            return servable(value, f"{path}:{name}")
    for name in FACTORY_NAMES:
        factory = getattr(module, name, None)
        if callable(factory):
            return app_from_factory(module, factory, f"{path}:{name}")
    if flask_cli.is_flask_imported():
        # An `app` that requires arguments other than those of WSGI is no application to Flask either.
        named = [(name, value) for name, value in named if not callable(value)]
    if named:
        name, value = named[0]
        return servable(value, f"{path}:{name}")
    expected = f"{', '.join((*APP_NAMES, *FACTORY_NAMES)[:-1])} or {FACTORY_NAMES[-1]}"
    raise GuestStartError(
        "no-app", flask_cli.reason_against_module(module) or f"{module.__name__} has no {expected}."
    )


def app_from_factory(module: ModuleType, factory: Any, what: str) -> Any:
    """Return what a factory returns; GuestStartError says what to write if it needs arguments."""
    if not can_be_called(factory):
        reason = flask_cli.reason_against_module(module) or f"The factory {what} needs arguments."
        # Flask's sentence ends with a placeholder that could not be typed.
        reason = reason.partition(" Use ")[0]
        raise GuestStartError("no-app", f"{reason} {how_to_call(factory, what)}")
    return servable(factory(), f"{what}()")


def wsgi_callable_of(module: ModuleType) -> Any:
    """Return the module's `app` or `application` if it is a WSGI callable and not a Flask app, or None."""
    candidates = [getattr(module, name, None) for name in APP_NAMES]
    if any(flask_cli.is_flask_app(app) for app in candidates):
        return None
    return next((app for app in candidates if callable(app) and takes_two_arguments(app)), None)
