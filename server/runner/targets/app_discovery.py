"""Finds the app in a folder, by reading and never by running."""

import re
from pathlib import Path
from typing import Final

from server.model.problem import Problem
from server.runner.targets import problems

# What `flask run` itself looks for.
NAMED: Final = ("app.py", "wsgi.py")
LOOKED_AT: Final = 200
READ_BYTES: Final = 256 << 10
_MAKES_APP: Final = re.compile(rb"\bFlask\s*\(|\bdef\s+(?:create_app|make_app)\s*\(")
_FLASKENV: Final = re.compile(r"^\s*(?:export\s+)?FLASK_APP\s*=\s*['\"]?([^'\"#\s]+)", re.MULTILINE)

Found = tuple[Path, str]


def app_of_folder(folder: Path) -> Found | Problem:
    """The folder to run in and what `flask --app` is to be given, or why none was found.

    In this order: what the folder's .flaskenv says, app.py or wsgi.py, the package the folder is, one file or
    package in it (or in its src) that makes an app.
    """
    try:
        return _said(folder) or _named(folder) or _package(folder) or _only(folder)
    except OSError:
        return problems.empty_folder(str(folder))


def _said(folder: Path) -> Found | None:
    file = folder / ".flaskenv"
    if not file.is_file():
        return None
    found = _FLASKENV.search(_read(file).decode("utf-8", "replace"))
    return (folder, found[1]) if found is not None else None


def _named(folder: Path) -> Found | None:
    if any((folder / name).is_file() for name in NAMED):
        # Flask then looks for itself, in the same order.
        return folder, ""
    return None


def _package(folder: Path) -> Found | None:
    if _makes_app(folder / "__init__.py") and folder.name.isidentifier():
        return folder.parent, folder.name
    return None


def _only(folder: Path) -> Found | Problem:
    seen: list[str] = []
    for root in (folder, folder / "src"):
        files = sorted(root.glob("*.py"))[:LOOKED_AT]
        packages = sorted(root.glob("*/__init__.py"))[:LOOKED_AT]
        seen += [str(file.relative_to(folder)) for file in (*files, *packages)]
        candidates = [file.name for file in files if _makes_app(file)]
        candidates += [file.parent.name for file in packages if _makes_app(file)]
        if len(candidates) > 1:
            return problems.several_apps(str(root), tuple(candidates))
        if candidates:
            return root, candidates[0]
    if not seen:
        return problems.empty_folder(str(folder))
    return problems.no_app_in_folder(str(folder), tuple(seen[:LOOKED_AT]))


def _makes_app(file: Path) -> bool:
    return file.is_file() and _MAKES_APP.search(_read(file)) is not None


def _read(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(READ_BYTES)
