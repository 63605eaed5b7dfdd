"""What runs the application, and where the application comes from: read, never computed."""

from __future__ import annotations

import os
import sys
from types import ModuleType
from typing import Any

from ..describe.code_ownership import ownership
from ..describe.functions import definition_of
from ..describe.static_access import type_name
from ..patch import flask_phases

MODULE_LIMIT = 10_000
NAME_LIMIT = 1_000


def origin_of(app: Any) -> dict[str, Any]:
    """Return interpreter, working directory, and the application's object, file and line.

    `object` is like `shop.web:app`, or the name of its type if no module holds it. File and line are where a
    Flask app was created, else where its code is defined; None if that is not the guest's own code.
    """
    created = flask_phases.place_of(app)
    file, line = (created["file"], created["line"]) if created is not None else definition_of(app)
    if file is None or not ownership.is_own(file):
        file, line = None, None
    return {
        "interpreter": sys.executable or "",
        "working_directory": working_directory(),
        "object": (name_in_module(app) or type_name(app))[:NAME_LIMIT],
        "file": file,
        "line": line,
    }


def working_directory() -> str:
    """Return the working directory; an empty text if it was removed."""
    try:
        return os.getcwd()
    except OSError:
        return ""


def name_in_module(app: Any) -> str | None:
    """Return `module:name` of a module that holds this very object; the guest's own modules come first."""
    found = None
    for name, module in list(sys.modules.items())[:MODULE_LIMIT]:
        if type(module) is not ModuleType:
            continue
        names = vars(module)
        attribute = next((key for key, value in list(names.items()) if value is app), None)
        if type(attribute) is not str:
            continue
        file = names.get("__file__")
        if type(file) is str and ownership.is_own(file):
            return f"{name}:{attribute}"
        found = found or f"{name}:{attribute}"
    return found
