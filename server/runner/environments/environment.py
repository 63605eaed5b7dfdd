"""An environment as its files describe it: its interpreter, its version of Python and its packages."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from server.file_access import entries, matches
from server.runner.environments.surroundings import text_beginning

_PROGRAMS: Final = ("Scripts/python.exe", "python.exe") if os.name == "nt" else ("bin/python", "bin/python3")
_LIBRARIES: Final = ("lib/python3*/site-packages", "Lib/site-packages", "lib/python3*/dist-packages")
# Where the system's Python on Debian has its packages.
_SYSTEM_LIBRARIES: Final = ("lib/python3/dist-packages", "local/lib/python3*/dist-packages")
_VERSION: Final = re.compile(r"^version(?:_info)?\s*=\s*(\d{1,4}\.\d{1,4}(?:\.\d{1,4})?)", re.MULTILINE)
_BASE: Final = re.compile(r"^include-system-site-packages\s*=\s*true\s*$", re.MULTILINE | re.IGNORECASE)
_HOME: Final = re.compile(r"^home\s*=\s*(.+?)\s*$", re.MULTILINE)


class FoundBy(StrEnum):
    """How an environment was found; the interface words it."""

    NAMED = "named"
    ACTIVE = "active"
    CONDA_ACTIVE = "conda-active"
    UV = "uv"
    FOLDER = "folder"
    ABOVE = "above"
    PDM = "pdm"
    POETRY = "poetry"
    PIPENV = "pipenv"
    HATCH = "hatch"
    CONDA = "conda"
    PYENV = "pyenv"
    OWN = "own"


@dataclass(frozen=True, kw_only=True, slots=True)
class Environment:
    """An environment that was found: `python` is the program, without its links resolved.

    `version` and `flask` are what its files say; None where they do not.
    """

    python: Path
    prefix: Path
    origin: FoundBy
    version: str | None
    flask: str | None


def read_environment(place: Path, origin: FoundBy) -> Environment | None:
    """Return the environment in a folder, or that of an interpreter; None if there is no interpreter."""
    python = _program(place)
    if python is None:
        return None
    prefix = prefix_of(python)
    return Environment(
        python=python,
        prefix=prefix,
        origin=origin,
        version=_version(prefix),
        flask=_version_of_package(prefix, "flask"),
    )


def prefix_of(python: Path) -> Path:
    """Return the folder of the environment that an interpreter belongs to."""
    return python.parent.parent if python.parent.name in ("bin", "Scripts") else python.parent


def library_folders(prefix: Path) -> Iterator[Path]:
    """Yield the folders that hold its packages, and those of its base where it sees them."""
    yield from _glob(prefix, _LIBRARIES)
    configuration = text_beginning(prefix / "pyvenv.cfg")
    home = _HOME.search(configuration)
    if home is not None and _BASE.search(configuration):
        prefix = prefix_of(Path(home[1]) / "python")
        yield from _glob(prefix, _LIBRARIES)
        configuration = ""
    if not configuration:
        yield from _glob(prefix, _SYSTEM_LIBRARIES)


def _glob(prefix: Path, patterns: tuple[str, ...]) -> Iterator[Path]:
    for pattern in patterns:
        yield from matches(prefix, pattern)


def _program(place: Path) -> Path | None:
    if os.path.isdir(place):
        return next((place / name for name in _PROGRAMS if os.path.isfile(place / name)), None)
    return place if os.path.isfile(place) and os.access(place, os.X_OK) else None


def _version(prefix: Path) -> str | None:
    match = _VERSION.search(text_beginning(prefix / "pyvenv.cfg"))
    if match is not None:
        return match[1]
    if re.fullmatch(r"\d+\.\d+\.\d+", prefix.name):  # a version of pyenv
        return prefix.name
    libraries = [folder.parent.name.removeprefix("python") for folder in _glob(prefix, _LIBRARIES[:1])]
    return libraries[0] if len(libraries) == 1 else None


def _version_of_package(prefix: Path, name: str) -> str | None:
    pattern = re.compile(rf"{name}-([\w.!+]+)\.(?:dist|egg)-info", re.IGNORECASE)
    for folder in library_folders(prefix):
        found = [match[1] for entry in entries(folder) if (match := pattern.fullmatch(entry.name))]
        if found:
            return found[0]
    return None
