"""The folder of a project with its saved requests; nothing outside of it is read or written.

The project may be a stranger's, so numbers and sizes are bounded, and links that lead elsewhere are not
followed.
"""

import os
import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from server.file_access import entries, read_bytes, resolved
from server.runner.requests.collection.http_file import (
    LONGEST,
    BrokenFile,
    FileFault,
    SavedRequest,
    parse,
    text_of,
)

FOLDER_NAME: Final = "http-requests"
SUFFIX: Final = ".http"
MOST_FILES: Final = 1_000
DEEPEST: Final = 4
LONGEST_NAME: Final = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class CollectedFile:
    """A file of the folder by its path in it, without the suffix: the request in it, or what is wrong."""

    name: str
    content: SavedRequest | BrokenFile


def folder_of(root: Path) -> Path:
    """Return the folder of a project with its saved requests, which need not exist."""
    return root / FOLDER_NAME


def collected(root: Path) -> tuple[CollectedFile, ...]:
    """Return the files of a project's folder by their names; none if there is no such folder."""
    found: list[CollectedFile] = []
    _collect(folder_of(root), "", found, DEEPEST)
    return tuple(found)


def find(root: Path, name: str) -> CollectedFile | None:
    """Return the file of that name; None if there is none."""
    path = _path(root, name)
    if path is None or not os.path.isfile(path):
        return None
    return CollectedFile(name=name, content=_read(path))


def file_name(title: str) -> str:
    """Return the name of the file for a title, of letters of English and digits; `/` makes folders."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    parts = (re.sub(r"[^a-z0-9]+", "-", part).strip("-")[:LONGEST_NAME] for part in plain.split("/"))
    return "/".join([part for part in parts if part][:DEEPEST])


def save(root: Path, name: str, request: SavedRequest) -> Path:
    """Write the file of that name, and the folders that it needs; OSError if that cannot be done."""
    path = _path(root, name)
    if path is None:
        raise PermissionError(1, "it is not in the folder of saved requests", name)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    with suppress(FileNotFoundError):
        part.unlink()
    try:
        # With the permissions of any other file of the project, unlike what is private.
        with part.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text_of(request))
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
    return path


def _path(root: Path, name: str) -> Path | None:
    """Return the path of a file by its name; None if that leads out of the folder."""
    folder = folder_of(root)
    path = folder / f"{name}{SUFFIX}"
    parts = name.split("/")
    if not name or any(part in ("", ".", "..") or "\\" in part or "\0" in part for part in parts):
        return None
    return path if _is_inside(path, root) else None


def _is_inside(path: Path, root: Path) -> bool:
    """Return whether a path, with all links followed, is in the folder of saved requests of a project."""
    return resolved(path).is_relative_to(resolved(root) / FOLDER_NAME)


def _collect(folder: Path, prefix: str, found: list[CollectedFile], deep: int) -> None:
    if os.path.islink(folder):
        return
    for path in entries(folder):
        if len(found) >= MOST_FILES:
            return
        if path.suffix == SUFFIX and not path.name.startswith(".") and not os.path.isdir(path):
            if not os.path.islink(path):
                found.append(CollectedFile(name=prefix + path.stem, content=_read(path)))
        elif deep > 1 and os.path.isdir(path) and not path.name.startswith("."):
            _collect(path, f"{prefix}{path.name}/", found, deep - 1)


def _read(path: Path) -> SavedRequest | BrokenFile:
    try:
        data = read_bytes(path, LONGEST * 4 + 1)
        return parse(data.decode())
    except OSError as error:
        return BrokenFile(fault=FileFault.UNREADABLE, text=error.strerror or str(error))
    except UnicodeDecodeError:
        return BrokenFile(fault=FileFault.UNREADABLE, text="UTF-8")
