"""The modules of libraries that an app has imported, by which a host can import them for its next start."""

from __future__ import annotations

import sys
from typing import Any

from ..describe.code_ownership import LIBRARY_FOLDERS, ownership
from ..describe.static_access import instance_dict, stored_text

MODULE_LIMIT = 3_000
TEXT_LIMIT = 500


def libraries_message() -> dict[str, Any]:
    """Return the message with the names and files of these modules, and the search path."""
    modules: list[list[str]] = []
    is_own: dict[str, bool] = {}
    for name, module in list(sys.modules.items()):
        attributes = instance_dict(module) or {}
        file = dict.get(attributes, "__file__")
        spec = dict.get(attributes, "__spec__")
        if (
            type(file) is not str
            or type(name) is not str
            or not any(part in file for part in LIBRARY_FOLDERS)
        ):
            continue
        if len(name) + len(file) > TEXT_LIMIT or stored_text(spec, "name") != name:
            continue
        top = name.partition(".")[0]
        if top not in is_own:
            is_own[top] = ownership.is_own(file)
        if not is_own[top]:
            modules.append([name, file])
    path = [entry for entry in sys.path if type(entry) is str and len(entry) <= TEXT_LIMIT]
    return {"type": "libraries", "path": path, "modules": modules[:MODULE_LIMIT]}
