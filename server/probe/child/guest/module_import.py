"""Importing of the module that contains the guest's application, with `sys.path` as Flask prepares it."""

from __future__ import annotations

import importlib
import os
import sys
from types import ModuleType

from ..describe.code_ownership import ownership
from ..describe.exception_text import summarize
from .failure import GuestStartError, last_line


def import_app_module(path: str) -> ModuleType:
    """Import a module by its name or file; GuestStartError, with the module's own traceback, if it fails."""
    name = prepare_import(path)
    ownership.claim(name)
    try:
        return importlib.import_module(name)
    except GuestStartError:
        raise
    except ModuleNotFoundError as error:
        if error.name == "flask":  # `flask.typing` is missing in a Flask that is older than the app expects
            raise GuestStartError("no-flask", "This interpreter has no Flask.", error) from error
        if error.name is not None and (name == error.name or name.startswith(error.name + ".")):
            raise GuestStartError("no-app", f"There is no module {error.name!r} in {os.getcwd()}.") from error
        raise GuestStartError("import-error", last_line(error), error) from error
    except SystemExit as error:
        raise GuestStartError(
            "import-error", f"The app exited while it was imported: {summarize(error)}", error
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
    if not sys.path or sys.path[0] != path:
        sys.path.insert(0, path)
    return ".".join(parts)
