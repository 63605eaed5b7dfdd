"""Loading of the guest's application: as `flask --app` does if Flask is installed, else any WSGI callable.

As with `flask run`, the root is the working folder, the folder of the app's top package is the first entry of
`sys.path`, `.env` and `.flaskenv` are read if the guest has python-dotenv (unless FLASK_SKIP_DOTENV is set),
FLASK_APP is used if no app was named, FLASK_DEBUG sets the debug mode, and `app.run()` does nothing while the
module is imported. Flask's reloader and debugger are not started.
"""

from __future__ import annotations

import os
import re
from typing import Any

from . import flask_cli
from .app_search import find_app
from .failure import GuestStartError, last_line
from .module_import import import_app_module

CANDIDATE_FILES = ("wsgi.py", "app.py", "main.py")


def enter_root(root: str, variables: dict[str, str] | None = None) -> None:
    """Enter the working folder, and set the environment variables of this app alone."""
    try:
        os.chdir(root)
    except OSError as error:
        raise GuestStartError("no-folder", f"{root}: {error.strerror}") from error
    os.environ.update(variables or {})
    os.environ["FLASK_RUN_FROM_CLI"] = "true"


def load(app: str) -> Any:
    """Return the WSGI application that `app` names; GuestStartError says why there is none."""
    if flask_cli.is_flask_imported():
        flask_cli.load_dotenv_files()
        app = app or os.environ.get("FLASK_APP", "")
    path, name = split_name(app) if app else (default_file(), "")
    module = import_app_module(path)
    try:
        return find_app(module, name, path)
    except GuestStartError:
        raise
    except Exception as error:
        raise GuestStartError("factory-error", last_line(error), error) from error


def split_name(app: str) -> tuple[str, str]:
    """Return module and name of `module:name`, split where Flask splits it; the name may be empty."""
    path, _, name = re.sub(r":(?![\\/])", "\0", app, count=1).partition("\0")
    return path, name


def default_file() -> str:
    """Return the file that a folder stands for if nothing is named."""
    for candidate in (*CANDIDATE_FILES, "__init__.py"):
        if os.path.isfile(candidate):
            return candidate
    raise GuestStartError(
        "no-app", f"There is no {', '.join(CANDIDATE_FILES[:-1])} or {CANDIDATE_FILES[-1]} in {os.getcwd()}."
    )
