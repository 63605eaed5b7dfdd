"""Finds the Flask app in a folder by reading its files, without running them."""

import re
from pathlib import Path
from typing import Final

from server.model.problem import Problem
from server.runner.targets import problems

# The files that `flask run` looks for.
DEFAULT_FILES: Final = ("app.py", "wsgi.py")
FILE_LIMIT: Final = 200
READ_BYTES: Final = 256 << 10
_CREATES_APP: Final = re.compile(rb"\bFlask\s*\(|\bdef\s+(?:create_app|make_app)\s*\(")
_FLASKENV: Final = re.compile(r"^\s*(?:export\s+)?FLASK_APP\s*=\s*['\"]?([^'\"#\s]+)", re.MULTILINE)

Discovered = tuple[Path, str]


def discover_app(folder: Path) -> Discovered | Problem:
    """Return the folder to run in and the value for `flask --app`, or why there is no app.

    In this order: FLASK_APP in .flaskenv, app.py or wsgi.py, the folder itself if it is a package, the only
    file or package in it (or in its src folder) that creates an app.
    """
    try:
        return _from_flaskenv(folder) or _default_file(folder) or _package(folder) or _only_candidate(folder)
    except OSError:
        return problems.empty_folder(str(folder))


def _from_flaskenv(folder: Path) -> Discovered | None:
    file = folder / ".flaskenv"
    if not file.is_file():
        return None
    match = _FLASKENV.search(_read(file).decode("utf-8", "replace"))
    return (folder, match[1]) if match is not None else None


def _default_file(folder: Path) -> Discovered | None:
    if any((folder / name).is_file() for name in DEFAULT_FILES):
        # Flask then looks for the app in the same order.
        return folder, ""
    return None


def _package(folder: Path) -> Discovered | None:
    if _creates_app(folder / "__init__.py") and folder.name.isidentifier():
        return folder.parent, folder.name
    return None


def _only_candidate(folder: Path) -> Discovered | Problem:
    names: list[str] = []
    for root in (folder, folder / "src"):
        files = sorted(root.glob("*.py"))[:FILE_LIMIT]
        packages = sorted(root.glob("*/__init__.py"))[:FILE_LIMIT]
        names += [str(file.relative_to(folder)) for file in (*files, *packages)]
        candidates = [file.name for file in files if _creates_app(file)]
        candidates += [file.parent.name for file in packages if _creates_app(file)]
        if len(candidates) > 1:
            return problems.several_apps(str(root), tuple(candidates))
        if candidates:
            return root, candidates[0]
    if not names:
        return problems.empty_folder(str(folder))
    return problems.no_app_in_folder(str(folder), tuple(names[:FILE_LIMIT]))


def _creates_app(file: Path) -> bool:
    return file.is_file() and _CREATES_APP.search(_read(file)) is not None


def _read(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(READ_BYTES)
