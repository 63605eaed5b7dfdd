"""Builds the environment of guests and programs: the user's, without the variables that are only ours."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from server.runner.processes.python_command import AS_PYTHON

# What the user tells `flask run`: for the user's own apps, never for labs or programs of ours.
FLASK_VARIABLES: Final = frozenset({"FLASK_APP", "FLASK_DEBUG", "FLASK_ENV"})
DROPPED: Final = FLASK_VARIABLES | frozenset(
    {
        "PYTHONEXECUTABLE",
        "PYTHONHOME",
        "PYTHONINSPECT",
        "PYTHONSAFEPATH",
        "PYTHONSTARTUP",
        "UV",
        "UV_RUN_RECURSION_DEPTH",
        "VIRTUAL_ENV",
        "VIRTUAL_ENV_PROMPT",
        "__PYVENV_LAUNCHER__",
    }
)
DROPPED_PREFIXES: Final = (
    "FLASK_RUN_",
    "FUMEHOOD_",
    "PYTEST_",
    "PYWEBVIEW_",
    "QML",
    "QT_",
    "QTWEBENGINE",
    "WERKZEUG_",
    "_PYI_",
    "_PYTHON_",
)
# What the user sets for other Python programs, and what would change how a script of ours works or ends.
_NOT_FOR_OUR_SCRIPTS: Final = frozenset({"PYTHONINSPECT", "PYTHONSTARTUP", "PYTHONWARNINGS"})
# The bundle's loader overwrites these variables and keeps the user's values under the second names.
LOADER_VARIABLES: Final = (
    ("LD_LIBRARY_PATH", "LD_LIBRARY_PATH_ORIG"),
    ("DYLD_LIBRARY_PATH", "DYLD_LIBRARY_PATH_ORIG"),
)


def guest_environment(python: Path | None = None, base: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the variables for a guest on `python` (None: our own), based on `base` or our environment.

    If `python` is in a virtual environment, that is active, as after `source bin/activate`.
    """
    base = os.environ if base is None else base
    variables = {
        name: value
        for name, value in base.items()
        if name not in DROPPED and not name.startswith(DROPPED_PREFIXES)
    }
    _restore_loader(variables)
    _activate(variables, python, base.get("VIRTUAL_ENV"))
    variables["PYTHONUNBUFFERED"] = "1"
    # As with `flask run`, an `app.run()` at the end of a file then does nothing instead of blocking.
    variables["FLASK_RUN_FROM_CLI"] = "true"
    if python is None and getattr(sys, "frozen", False):
        variables[AS_PYTHON] = "1"
    return variables


def flask_variables(base: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return those variables of `base`, or of our environment, with which the user addresses `flask run`."""
    base = os.environ if base is None else base
    return {name: value for name, value in base.items() if name in FLASK_VARIABLES}


def program_environment(python: Path | None, base: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the variables for a program of an experiment, as in a terminal where that Python is active.

    Python writes no compiled files into the folders that it reads.
    """
    variables = guest_environment(python, base)
    del variables["FLASK_RUN_FROM_CLI"]
    variables["PYTHONDONTWRITEBYTECODE"] = "1"
    return variables


def user_program_environment() -> dict[str, str]:
    """Return the variables for a program such as the user's editor: without those that are only ours."""
    variables = {
        name: value
        for name, value in os.environ.items()
        if name not in DROPPED and not name.startswith(DROPPED_PREFIXES)
    }
    _restore_loader(variables)
    return variables


def own_script_environment() -> dict[str, str]:
    """Return the variables for a script of ours that runs on our interpreter, outside the bundle's loader."""
    variables = {
        name: value
        for name, value in os.environ.items()
        if name not in _NOT_FOR_OUR_SCRIPTS and not name.startswith("_PYI_")
    }
    _restore_loader(variables)
    return variables


def _restore_loader(variables: dict[str, str]) -> None:
    """Undo the changes of the bundle's loader to the search path of libraries."""
    for name, saved in LOADER_VARIABLES:
        original = variables.pop(saved, None)
        if original:
            variables[name] = original
        elif original is not None or getattr(sys, "frozen", False):
            variables.pop(name, None)


def _activate(variables: dict[str, str], python: Path | None, previous: str | None) -> None:
    """Activate the virtual environment of `python` in place of `previous`, the one that is active now."""
    scripts = "Scripts" if os.name == "nt" else "bin"
    unwanted = str(Path(previous) / scripts) if previous else None
    parts = [part for part in variables.get("PATH", "").split(os.pathsep) if part and part != unwanted]
    folder = (python or Path(sys.executable)).parent
    if os.path.isfile(folder.parent / "pyvenv.cfg"):
        variables["VIRTUAL_ENV"] = str(folder.parent)
        parts.insert(0, str(folder))
    if parts:
        variables["PATH"] = os.pathsep.join(parts)
