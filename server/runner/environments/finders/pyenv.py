"""The version or environment of pyenv that the project's .python-version names."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from server.file_access import matches
from server.runner.environments.environment import library_folders
from server.runner.environments.surroundings import Surroundings, text_beginning

FILE: Final = ".python-version"
# What comes with Python.
BUNDLED: Final = frozenset({"pip", "setuptools", "wheel"})
_NAME: Final = re.compile(r"[\w.-]+")
_NUMBERS: Final = re.compile(r"[\d.]+")


def find(around: Surroundings) -> Iterator[Path]:
    """Yield what the nearest .python-version names; `3.12` is the newest 3.12.

    PYENV_VERSION does not count: pyenv sets it to its own choice for whatever it starts, such as Fumehood.
    A version of Python in which nothing was installed is no environment of the project.
    """
    versions = (around.path_of("PYENV_ROOT") or around.home / ".pyenv") / "versions"
    if not os.path.isdir(versions):
        return
    for folder in around.folders():
        text = text_beginning(folder / FILE)
        names = [line.strip() for line in text.splitlines() if _NAME.fullmatch(line.strip())]
        if names:
            found = (each for name in names for each in _versions(versions, name))
            yield from filter(_has_packages, found)
            return


def _versions(folder: Path, name: str) -> Iterator[Path]:
    if os.path.isdir(folder / name):
        yield folder / name
        return
    found = [each for each in matches(folder, f"{name}.*") if _NUMBERS.fullmatch(each.name)]
    yield from sorted(found, key=_numbers, reverse=True)[:1]


def _has_packages(folder: Path) -> bool:
    """Return whether something was installed; true of an environment, which is made for a project."""
    if not _NUMBERS.fullmatch(folder.name):
        return True
    installed = (each for library in library_folders(folder) for each in matches(library, "*.dist-info"))
    return any(each.name.partition("-")[0] not in BUNDLED for each in installed)


def _numbers(folder: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in folder.name.split(".") if part)
