"""A browser of folders for pages without a native dialog: what is in one folder, and the way to others."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flask import Blueprint, render_template, request

from server.file_access import expanded, home, listing, resolved, typed_path, working_folder
from server.model.printable import is_encodable

blueprint = Blueprint("folder_browser", __name__)

MOST: Final = 2000
_SUFFIXES: Final = frozenset({".py", ".pyw", ".wsgi"})
# What is in a folder that Flask would find an app in.
_APPS: Final = ("app.py", "wsgi.py")


@dataclass(frozen=True, kw_only=True, slots=True)
class FolderEntry:
    """A folder or a Python file; `has_app` says that Flask would look for an app in the folder."""

    path: Path
    is_folder: bool
    has_app: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class FolderPage:
    """The contents of a folder: `why` says why it cannot be listed, `more` that not everything is shown."""

    folder: Path
    above: tuple[Path, ...]
    entries: tuple[FolderEntry, ...] = ()
    why: str = ""
    more: bool = False


@blueprint.get("/open/browse")
def browse() -> str:
    """Show the folder `target` or the one around it, by default the user's home; nothing is opened or run.

    With `inside` in the query only the contents of the dialog are shown.
    """
    named = typed_path(request.args.get("target", ""))
    page = folder_page(nearest_folder(working_folder() / expanded(named)) if named else home())
    inside = "inside" in request.args
    return render_template(
        "open_app/_folder_page.html" if inside else "open_app/_folder_dialog.html", page=page
    )


def nearest_folder(path: Path) -> Path:
    """Return the folder that a path names, or the nearest existing one around it."""
    real = resolved(path)
    return next((each for each in (real, *real.parents) if os.path.isdir(each)), home())


def folder_page(folder: Path) -> FolderPage:
    """Return what is in a folder: folders first, without hidden ones, then Python files."""
    above = tuple(reversed(folder.parents))
    try:
        found = listing(folder, MOST + 1)
    except OSError as error:
        return FolderPage(folder=folder, above=above, why=error.strerror or str(error))
    shown = [path for path in found[:MOST] if not path.name.startswith(".") and is_encodable(path.name)]
    folders = [path for path in shown if os.path.isdir(path)]
    files = [path for path in shown if path.suffix in _SUFFIXES and os.path.isfile(path)]
    return FolderPage(
        folder=folder,
        above=above,
        entries=(
            *(FolderEntry(path=path, is_folder=True, has_app=_has_app(path)) for path in folders),
            *(FolderEntry(path=path, is_folder=False) for path in files),
        ),
        more=len(found) > MOST,
    )


def _has_app(folder: Path) -> bool:
    return any(os.path.isfile(folder / name) for name in _APPS)
