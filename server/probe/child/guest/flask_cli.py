"""What the guest's own Flask says about an app: its finders, messages and settings, in every version."""

from __future__ import annotations

import inspect
import sys
from types import ModuleType
from typing import Any


def is_flask_imported() -> bool:
    """Return whether Flask was imported."""
    return "flask" in sys.modules


def load_dotenv_files() -> None:
    """Read .env and .flaskenv under the conditions under which `flask run` reads them."""
    from flask import cli, helpers

    # Flask 0.12 has neither.
    wanted = getattr(helpers, "get_load_dotenv", None)
    if wanted is not None and wanted():
        cli.load_dotenv()


def is_flask_app(value: Any) -> bool:
    """Return whether it is an instance of Flask."""
    if not is_flask_imported():
        return False
    from flask import Flask

    return isinstance(value, Flask)


def best_instance(module: ModuleType) -> Any:
    """Return the Flask app that Flask chooses in a module; NoFlaskAppError with Flask's reason."""
    return _ask("find_best_app", module)


def reason_against_module(module: ModuleType) -> str | None:
    """Return why Flask finds no app in a module where there is none to find; None without Flask's word."""
    return _reason("find_best_app", module)


def reason_against_name(module: ModuleType, name: str) -> str | None:
    """Return why Flask finds no app of that name where the name is wrong; None without Flask's word."""
    return _reason("find_app_by_string", module, name)


def set_debug(app: Any) -> None:
    """Set the debug mode as Flask's command line does."""
    from flask import helpers

    debug = helpers.get_debug_flag()
    if debug is not None:
        app.debug = debug


class NoFlaskAppError(Exception):
    """Flask found no app; the message is Flask's."""


def _ask(finder: str, *args: Any) -> Any:
    """Call a finder of Flask's command line, which took a ScriptInfo before Flask 2.1."""
    from flask import cli

    find = getattr(cli, finder)
    if next(iter(inspect.signature(find).parameters)) == "script_info":
        args = (cli.ScriptInfo(), *args)
    try:
        return find(*args)
    except cli.NoAppException as error:
        raise NoFlaskAppError(str(getattr(error, "message", error))) from error


def _reason(finder: str, *args: Any) -> str | None:
    if not is_flask_imported():
        return None
    try:
        _ask(finder, *args)
    except NoFlaskAppError as error:
        return str(error)
    except Exception:
        return None
    return None
