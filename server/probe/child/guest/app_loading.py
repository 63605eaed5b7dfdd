"""Finds the guest's application: as `flask --app` does where there is Flask, else any WSGI callable.

A WSGI callable named `app` or `application` goes before a Flask app of another name.

As with `flask run`, the root becomes the working folder and the first on `sys.path`, `.env` and `.flaskenv`
are read if the guest has python-dotenv (unless FLASK_SKIP_DOTENV is set), FLASK_APP counts where no app was
named, FLASK_DEBUG sets the debug mode, and `app.run()` while the module is imported starts nothing. Flask's
reloader and debugger are not started.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import os
import re
import sys
from types import ModuleType
from typing import Any

from .failure import GuestStartError, last_line

CANDIDATE_FILES = ("wsgi.py", "app.py", "main.py")
NAMES = ("app", "application")
FACTORIES = ("create_app", "make_app")


def enter_root(root: str) -> None:
    """Make the guest's folder the working folder and the first on `sys.path`; Failed if it is not there."""
    try:
        os.chdir(root)
    except OSError as error:
        raise GuestStartError("no-folder", f"{root}: {error.strerror}") from error
    sys.path.insert(0, root)
    os.environ["FLASK_RUN_FROM_CLI"] = "true"


def load(app: str) -> Any:
    """The WSGI application that `app` names; Failed says why there is none."""
    if flask_here():
        load_environment()
        app = app or os.environ.get("FLASK_APP", "")
    path, name = ([*re.split(r":(?![\\/])", app, maxsplit=1), ""])[:2] if app else ("", "")
    found = module_at(path) if path else first_module()
    try:
        return flask_app(app or found.__name__, found, name) if flask_here() else wsgi_app(found, name)
    except GuestStartError:
        raise
    except Exception as error:
        raise GuestStartError("import-error", last_line(error), error) from error


def flask_here() -> bool:
    """Whether Flask was imported."""
    return "flask" in sys.modules


def load_environment() -> None:
    """Read .env and .flaskenv exactly if `flask run` would."""
    from flask import cli
    from flask.helpers import get_load_dotenv

    if get_load_dotenv():
        cli.load_dotenv()


def first_module() -> ModuleType:
    """The module that a folder means if nothing is named."""
    for candidate in CANDIDATE_FILES:
        if os.path.isfile(candidate):
            return module_at(candidate)
    if os.path.isfile("__init__.py"):
        return module_at("__init__.py")
    raise GuestStartError(
        "no-app", f"There is no {', '.join(CANDIDATE_FILES[:-1])} or {CANDIDATE_FILES[-1]} in {os.getcwd()}."
    )


def module_at(path: str) -> ModuleType:
    """Import a module by its name or file; what goes wrong in it is told with its own traceback."""
    name = prepare_import(path)
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name == "flask" or (error.name or "").startswith("flask."):
            raise GuestStartError("no-flask", "This interpreter has no Flask.", error) from error
        if error.name is not None and (name == error.name or name.startswith(error.name + ".")):
            raise GuestStartError("no-app", f"There is no module {error.name!r} in {os.getcwd()}.") from error
        raise GuestStartError("import-error", last_line(error), error) from error
    except SystemExit as error:
        raise GuestStartError(
            "import-error", f"The app exited while it was imported: SystemExit: {error}", error
        ) from error
    except Exception as error:
        raise GuestStartError("import-error", last_line(error), error) from error


def prepare_import(path: str) -> str:
    """The dotted name of a file or module, whose top folder is put on `sys.path`, as Flask does it."""
    path = os.path.realpath(path)
    stem, extension = os.path.splitext(path)
    path = stem if extension == ".py" else path
    if os.path.basename(path) == "__init__":
        path = os.path.dirname(path)
    parts: list[str] = []
    while True:
        path, name = os.path.split(path)
        parts.insert(0, name)
        if not os.path.exists(os.path.join(path, "__init__.py")):
            break
    if sys.path[0] != path:
        sys.path.insert(0, path)
    return ".".join(parts)


def flask_app(spec: str, module: ModuleType, name: str) -> Any:
    """The app as Flask's command line finds it, but for a WSGI callable that has the usual name."""
    from flask.cli import NoAppException, find_app_by_string, find_best_app
    from flask.helpers import get_debug_flag

    plain = None if name else usual_callable(module)
    if plain is not None:
        return plain
    try:
        app = find_app_by_string(module, name) if name else find_best_app(module)
    except NoAppException as error:
        try:
            return wsgi_app(module, name)
        except GuestStartError as other:
            raise GuestStartError(
                other.code, error.message if other.code == "no-app" else other.message
            ) from error
    app.debug = get_debug_flag()
    return app


def usual_callable(module: ModuleType) -> Any:
    """What the module calls `app` or `application`, if that is a WSGI callable and no Flask app."""
    from flask import Flask

    found = [getattr(module, name, None) for name in NAMES]
    if any(isinstance(app, Flask) for app in found):
        return None
    return next((app for app in found if callable(app) and takes_two(app)), None)


def takes_two(func: Any) -> bool:
    """Whether it wants exactly two arguments, as a WSGI callable does and a command line does not."""
    try:
        signature = inspect.signature(func)
        signature.bind(None, None)
    except (TypeError, ValueError):
        return False
    try:
        signature.bind()
    except TypeError:
        return True
    return False


def wsgi_app(module: ModuleType, name: str) -> Any:
    """The named WSGI callable, or what a module's `app`, `application` or factory gives."""
    if name:
        return checked(named(module, name), f"{module.__name__}:{name}")
    for candidate in NAMES:
        app = getattr(module, candidate, None)
        if app is not None:
            return checked(app, f"{module.__name__}:{candidate}")
    for candidate in FACTORIES:
        factory = getattr(module, candidate, None)
        if callable(factory):
            return checked(factory(), f"{module.__name__}:{candidate}()")
    raise GuestStartError(
        "no-app", f"{module.__name__} has no {', '.join((*NAMES, *FACTORIES)[:-1])} or {FACTORIES[-1]}."
    )


def named(module: ModuleType, name: str) -> Any:
    """What `attribute` or `factory('literal', key=1)` gives."""
    try:
        expression = ast.parse(name.strip(), mode="eval").body
        call = expression if isinstance(expression, ast.Call) else None
        target = call.func if call is not None else expression
        if not isinstance(target, ast.Name):
            raise ValueError
        args = [ast.literal_eval(arg) for arg in call.args] if call is not None else []
        keywords = call.keywords if call is not None else []
        kwargs = {word.arg: ast.literal_eval(word.value) for word in keywords if word.arg is not None}
    except (SyntaxError, ValueError):
        raise GuestStartError(
            "no-app", f"{name!r} is neither a name nor a call with literal arguments."
        ) from None
    if not hasattr(module, target.id):
        raise GuestStartError("no-app", f"{module.__name__} has no {target.id!r}.")
    found = getattr(module, target.id)
    if call is None and (target.id not in FACTORIES and accepts(found, 2)):
        return found
    if call is None and inspect.isfunction(found) and not accepts(found, 0):
        raise GuestStartError("no-app", f"The factory {name!r} of {module.__name__} needs arguments.")
    return found(*args, **kwargs) if call is not None or inspect.isfunction(found) else found


def accepts(func: Any, count: int) -> bool:
    """Whether a function can be called with so many positional arguments; what cannot tell is believed to."""
    if not inspect.isfunction(func):
        return True
    try:
        inspect.signature(func).bind(*range(count))
    except TypeError:
        return False
    return True


def checked(app: Any, what: str) -> Any:
    """An application, or Failed."""
    if not callable(app):
        raise GuestStartError("not-wsgi", f"{what} is a {type(app).__name__}, which is no WSGI application.")
    return app
