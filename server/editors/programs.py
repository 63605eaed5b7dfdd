"""Finds programs on PATH and in their usual places, and never in the working folder."""

import os
import re
import shutil
import sys
from collections.abc import Mapping

from server.editors.editor import Editor

_VARIABLE = re.compile(r"%(\w+)%")
# Windows runs these by its command line, which gives characters of a path a meaning of their own.
_SCRIPTS = (".bat", ".cmd")


def find_program(name: str, environment: Mapping[str, str]) -> str | None:
    """Return the path of a program in one of the absolute folders of PATH; None if there is none."""
    for folder in environment.get("PATH", "").split(os.pathsep):
        if os.path.isabs(folder):
            found = shutil.which(os.path.join(folder, name))
            if found is not None and not found.lower().endswith(_SCRIPTS):
                return found
    return None


def program_of(editor: Editor, environment: Mapping[str, str]) -> str | None:
    """Return the path of an editor's program; None if it is not installed."""
    for name in editor.programs:
        found = find_program(name, environment)
        if found is not None:
            return found
    usual = (path for platform, path in editor.elsewhere if sys.platform == platform)
    return next(filter(_is_program, (_filled(path, environment) for path in usual)), None)


def _filled(path: str, environment: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda found: environment.get(found[1], ""), path)


def _is_program(path: str) -> bool:
    return os.path.isabs(path) and os.path.isfile(path) and os.access(path, os.X_OK)
