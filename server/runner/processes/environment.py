"""The environment a guest starts with: the user's, without what is only ours."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from server.runner.processes.python_command import AS_PYTHON

DROPPED: Final = frozenset(
    {
        "FLASK_APP",
        "FLASK_DEBUG",
        "FLASK_ENV",
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
# The bundle's loader overwrites these and keeps the user's own under the second name.
LOADER: Final = (("LD_LIBRARY_PATH", "LD_LIBRARY_PATH_ORIG"), ("DYLD_LIBRARY_PATH", "DYLD_LIBRARY_PATH_ORIG"))


def guest_environment(python: Path | None = None, base: Mapping[str, str] | None = None) -> dict[str, str]:
    """The variables for a guest on `python` (None: our own), made from `base` or our environment.

    A guest in a virtual environment finds it active, as after `source bin/activate`.
    """
    base = os.environ if base is None else base
    found = {
        name: value
        for name, value in base.items()
        if name not in DROPPED and not name.startswith(DROPPED_PREFIXES)
    }
    _restore_loader(found)
    _activate(found, python, base.get("VIRTUAL_ENV"))
    found["PYTHONUNBUFFERED"] = "1"
    # As under `flask run`: an `app.run()` at the end of a file then does nothing instead of never returning.
    found["FLASK_RUN_FROM_CLI"] = "true"
    if python is None and getattr(sys, "frozen", False):
        found[AS_PYTHON] = "1"
    return found


def program_environment(python: Path | None, base: Mapping[str, str] | None = None) -> dict[str, str]:
    """The variables for a program that an experiment runs, as in a terminal where that Python is active.

    It leaves no compiled files in the folders that it reads.
    """
    found = guest_environment(python, base)
    del found["FLASK_RUN_FROM_CLI"]
    found["PYTHONDONTWRITEBYTECODE"] = "1"
    return found


def keeper_environment() -> dict[str, str]:
    """The variables for our own interpreter when it runs a script of ours outside the bundle's loader."""
    found = {name: value for name, value in os.environ.items() if not name.startswith("_PYI_")}
    _restore_loader(found)
    return found


def _restore_loader(found: dict[str, str]) -> None:
    """Undo what the bundle's loader did to the search path of libraries."""
    for name, kept in LOADER:
        original = found.pop(kept, None)
        if original:
            found[name] = original
        elif original is not None or getattr(sys, "frozen", False):
            found.pop(name, None)


def _activate(found: dict[str, str], python: Path | None, left: str | None) -> None:
    """Put the guest's virtual environment in the place of `left`, the one that was active before."""
    scripts = "Scripts" if os.name == "nt" else "bin"
    unwanted = str(Path(left) / scripts) if left else None
    parts = [part for part in found.get("PATH", "").split(os.pathsep) if part and part != unwanted]
    folder = (python or Path(sys.executable)).parent
    if (folder.parent / "pyvenv.cfg").is_file():
        found["VIRTUAL_ENV"] = str(folder.parent)
        parts.insert(0, str(folder))
    if parts:
        found["PATH"] = os.pathsep.join(parts)
