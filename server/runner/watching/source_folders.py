"""The folders of a project that hold its source, and the files in them that matter to the app."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER_LIMIT: Final = 2000
FILE_LIMIT: Final = 5000
_IGNORED: Final = frozenset({"__pycache__", "node_modules", "site-packages"})
# What Python reads once, when the app is loaded.
_CODE: Final = frozenset({".py", ".pyw"})
_SETTINGS: Final = frozenset({".env", ".flaskenv"})
# What is read again for each request.
_PAGES: Final = frozenset({".css", ".htm", ".html", ".j2", ".jinja", ".jinja2", ".js", ".mjs", ".svg"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Saved:
    """The files of one burst of saves, relative to the project: code needs a restart, pages do not."""

    code: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()


def source_folders(root: Path) -> list[Path]:
    """Return the folders to watch, those near the root first: hidden ones and environments are left out.

    Links are not followed. A project with more than FOLDER_LIMIT folders is watched as far as that goes.
    """
    found = [root]
    for folder in found:
        if len(found) >= FOLDER_LIMIT:
            break
        found += _folders_in(folder)
    return found[:FOLDER_LIMIT]


def is_source_folder(path: Path) -> bool:
    """Return whether a folder holds source of the project, judged by its name and by what is in it."""
    return (
        not path.name.startswith(".")
        and path.name not in _IGNORED
        and os.path.isdir(path)
        and not os.path.islink(path)
        and not os.path.exists(path / "pyvenv.cfg")
    )


def is_code(path: Path) -> bool:
    """Return whether the app has to be started again when this file changes."""
    return path.suffix in _CODE or path.name in _SETTINGS


def is_page(path: Path) -> bool:
    """Return whether the file is a template, a script or a style sheet."""
    return path.suffix.lower() in _PAGES


def code_in(folders: Iterable[Path]) -> list[Path]:
    """Return the files of code in these folders, FILE_LIMIT of them at most."""
    found: list[Path] = []
    for folder in folders:
        try:
            with os.scandir(folder) as entries:
                found += [path for entry in entries if is_code(path := folder / entry.name)]
        except OSError:
            continue
        if len(found) >= FILE_LIMIT:
            break
    return found[:FILE_LIMIT]


def _folders_in(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if entry.is_dir(follow_symlinks=False))
    except OSError:
        return []
    return [path for name in names if is_source_folder(path := folder / name)]
