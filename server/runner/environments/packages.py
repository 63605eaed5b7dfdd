"""Where an environment has a module, found by reading its folders."""

import ast
import importlib.util
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Protocol

from server.file_access import matches
from server.runner.environments.environment import library_folders
from server.runner.environments.surroundings import text_beginning

OURS: Final = ("server", "desktop")
FILE_LIMIT: Final = 200
_SUFFIXES: Final = (".py", ".so", ".pyd")
_MAPPING: Final = re.compile(r"^MAPPING\b[^=]*=\s*(\{.*\})\s*$", re.MULTILINE)


class Packages(Protocol):
    """The modules that an interpreter can import."""

    def locate(self, name: str) -> Path | None:
        """Return the folder or file of a top-level module; None if it is not installed."""


class OwnPackages:
    """The modules that are installed beside Fumehood."""

    def locate(self, name: str) -> Path | None:
        """Return the folder or file of a top-level module, but none of Fumehood's own packages."""
        if name in OURS:
            return None
        try:
            spec = importlib.util.find_spec(name)
        except (ImportError, ValueError):
            return None
        if spec is None:
            return None
        if spec.submodule_search_locations:
            return Path(next(iter(spec.submodule_search_locations)))
        return Path(spec.origin) if spec.origin else None


class InstalledPackages:
    """The modules in the folders of an environment, editable ones too."""

    def __init__(self, prefix: Path) -> None:
        self._prefix = prefix

    def locate(self, name: str) -> Path | None:
        """Return the folder or file of a top-level module."""
        for folder in library_folders(self._prefix):
            for place in (folder, *_path_entries(folder)):
                found = _module_in(place, name)
                if found is not None:
                    return found
            mapped = _mapped(folder, name)
            if mapped is not None:
                return mapped
        return None


def _module_in(folder: Path, name: str) -> Path | None:
    if os.path.isdir(folder / name):
        return folder / name
    return next((file for suffix in _SUFFIXES if os.path.isfile(file := folder / f"{name}{suffix}")), None)


def _path_entries(folder: Path) -> Iterator[Path]:
    """Yield the folders that the .pth files of a folder add to `sys.path`."""
    for file in _files(folder, "*.pth"):
        for line in text_beginning(file).splitlines():
            if line.strip() and not line.startswith(("#", "import ", "import\t")):
                yield folder / line.strip()


def _mapped(folder: Path, name: str) -> Path | None:
    """Return where setuptools' finder of an editable package has the module."""
    for file in _files(folder, "__editable__*_finder.py"):
        match = _MAPPING.search(text_beginning(file))
        try:
            mapping = ast.literal_eval(match[1]) if match is not None else {}
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        place = mapping.get(name) if isinstance(mapping, dict) else None
        if isinstance(place, str):
            return _existing(Path(place))
    return None


def _existing(path: Path) -> Path | None:
    """Return a package folder, or the file of a module that is named without its suffix."""
    file = path.with_name(f"{path.name}.py")
    return next((each for each in (path, file) if os.path.exists(each)), None)


def _files(folder: Path, pattern: str) -> list[Path]:
    return matches(folder, pattern)[:FILE_LIMIT]
