"""Loading of the guest's application: as `flask --app` does if Flask is installed, else any WSGI callable.

A WSGI callable named `app` or `application` has precedence over a Flask app of another name.

As with `flask run`, the root becomes the working folder and the first entry of `sys.path`, `.env` and
`.flaskenv` are read if the guest has python-dotenv (unless FLASK_SKIP_DOTENV is set), FLASK_APP is used if no
app was named, FLASK_DEBUG sets the debug mode, and `app.run()` does nothing while the module is imported.
Flask's reloader and debugger are not started.
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

from ..describe.code_ownership import ownership
from .failure import GuestStartError, last_line

CANDIDATE_FILES = ("wsgi.py", "app.py", "main.py")
APP_NAMES = ("app", "application")
FACTORY_NAMES = ("create_app", "make_app")


def enter_root(root: str) -> None:
    """Make the guest's folder the working folder and the first entry of `sys.path`."""
    try:
        os.chdir(root)
    except OSError as error:
        raise GuestStartError("no-folder", f"{root}: {error.strerror}") from error
    sys.path.insert(0, root)
    os.environ["FLASK_RUN_FROM_CLI"] = "true"


def load(app: str) -> Any:
    """Return the WSGI application that `app` names; GuestStartError says why there is none."""
    if is_flask_imported():
        load_dotenv_files()
        app = app or os.environ.get("FLASK_APP", "")
    path, name = ([*re.split(r":(?![\\/])", app, maxsplit=1), ""])[:2] if app else ("", "")
    module = import_app_module(path) if path else import_default_module()
    try:
        return find_flask_app(module, name) if is_flask_imported() else find_wsgi_app(module, name)
    except GuestStartError:
        raise
    except Exception as error:
        raise GuestStartError("import-error", last_line(error), error) from error


def is_flask_imported() -> bool:
    """Return whether Flask was imported."""
    return "flask" in sys.modules


def load_dotenv_files() -> None:
    """Read .env and .flaskenv under the conditions under which `flask run` reads them."""
    from flask import cli
    from flask.helpers import get_load_dotenv

    if get_load_dotenv():
        cli.load_dotenv()


def import_default_module() -> ModuleType:
    """Import the module that a folder stands for if nothing is named."""
    for candidate in CANDIDATE_FILES:
        if os.path.isfile(candidate):
            return import_app_module(candidate)
    if os.path.isfile("__init__.py"):
        return import_app_module("__init__.py")
    raise GuestStartError(
        "no-app", f"There is no {', '.join(CANDIDATE_FILES[:-1])} or {CANDIDATE_FILES[-1]} in {os.getcwd()}."
    )


def import_app_module(path: str) -> ModuleType:
    """Import a module by its name or file; GuestStartError, with the module's own traceback, if it fails."""
    name = prepare_import(path)
    ownership.claim(name)
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
    """Return the dotted name of a file or module, and put its top folder on `sys.path`, as Flask does."""
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


def find_flask_app(module: ModuleType, name: str) -> Any:
    """Return the app that Flask's command line finds, unless there is a WSGI callable of the usual name."""
    from flask.cli import NoAppException, find_app_by_string, find_best_app
    from flask.helpers import get_debug_flag

    wsgi_callable = None if name else wsgi_callable_of(module)
    if wsgi_callable is not None:
        return wsgi_callable
    try:
        app = find_app_by_string(module, name) if name else find_best_app(module)
    except NoAppException as error:
        try:
            return find_wsgi_app(module, name)
        except GuestStartError as other:
            raise GuestStartError(
                other.code, error.message if other.code == "no-app" else other.message
            ) from error
    app.debug = get_debug_flag()
    return app


def wsgi_callable_of(module: ModuleType) -> Any:
    """Return the module's `app` or `application` if it is a WSGI callable and not a Flask app, or None."""
    from flask import Flask

    candidates = [getattr(module, name, None) for name in APP_NAMES]
    if any(isinstance(app, Flask) for app in candidates):
        return None
    return next((app for app in candidates if callable(app) and takes_two_arguments(app)), None)


def takes_two_arguments(func: Any) -> bool:
    """Return whether it requires exactly two arguments: a WSGI callable does, a command line does not."""
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


def find_wsgi_app(module: ModuleType, name: str) -> Any:
    """Return the named WSGI callable, or the result of the module's `app`, `application` or factory."""
    if name:
        return require_callable(evaluate_name(module, name), f"{module.__name__}:{name}")
    for candidate in APP_NAMES:
        app = getattr(module, candidate, None)
        if app is not None:
            return require_callable(app, f"{module.__name__}:{candidate}")
    for candidate in FACTORY_NAMES:
        factory = getattr(module, candidate, None)
        if callable(factory):
            return require_callable(factory(), f"{module.__name__}:{candidate}()")
    raise GuestStartError(
        "no-app",
        f"{module.__name__} has no {', '.join((*APP_NAMES, *FACTORY_NAMES)[:-1])} or {FACTORY_NAMES[-1]}.",
    )


def evaluate_name(module: ModuleType, name: str) -> Any:
    """Return the value of `attribute` or `factory('literal', key=1)`."""
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
    value = getattr(module, target.id)
    if call is None and (target.id not in FACTORY_NAMES and accepts(value, 2)):
        return value
    if call is None and inspect.isfunction(value) and not accepts(value, 0):
        raise GuestStartError("no-app", f"The factory {name!r} of {module.__name__} needs arguments.")
    return value(*args, **kwargs) if call is not None or inspect.isfunction(value) else value


def accepts(func: Any, count: int) -> bool:
    """Return whether a function accepts so many positional arguments; True for other callables."""
    if not inspect.isfunction(func):
        return True
    try:
        inspect.signature(func).bind(*range(count))
    except TypeError:
        return False
    return True


def require_callable(app: Any, what: str) -> Any:
    """Return the application; GuestStartError if it is not callable."""
    if not callable(app):
        raise GuestStartError(
            "not-wsgi", f"{what} is a {type(app).__name__}, which is not a WSGI application."
        )
    return app
