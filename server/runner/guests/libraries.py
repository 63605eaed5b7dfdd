"""The libraries of an app that its next start can find imported, and whether they are still the same."""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

_LIBRARY_FOLDERS: Final = frozenset({"site-packages", "dist-packages"})
_NAME: Final = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
_MOST_MODULES: Final = 3000
_MOST_FOLDERS: Final = 30
_LONGEST_PATH: Final = 500
_VARIABLE_FILES: Final = (".env", ".flaskenv")

State = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Libraries:
    """What an app has imported of libraries: names and files of the modules, in the order of their imports.

    `folder` is its working folder, `variables` are its own, and `path` is where it looks for modules.
    """

    folder: str
    variables: tuple[tuple[str, str], ...]
    path: tuple[str, ...]
    modules: tuple[tuple[str, str], ...]

    @classmethod
    def named_by_guest(
        cls, fields: Mapping[str, Any], path: Iterable[str], modules: Iterable[tuple[str, str]]
    ) -> "Libraries":
        """Return those of what a guest names that can be libraries; `fields` are those of its start.

        The guest is not trusted: files elsewhere than among installed packages are left out, and so are
        folders that are neither among these nor the app's.
        """
        homes = (Path(fields["root"]), Path(fields["folder"]))
        return cls(
            folder=str(fields["folder"]),
            variables=tuple(sorted(fields["variables"].items())),
            path=tuple(
                entry
                for entry in path
                if _is_plain(entry)
                and (_is_installed(entry) or any(Path(entry).is_relative_to(home) for home in homes))
            )[:_MOST_FOLDERS],
            modules=tuple(
                (name, file)
                for name, file in modules
                if _NAME.fullmatch(name) and _is_plain(file) and _is_installed(file)
            )[:_MOST_MODULES],
        )

    def without(self, names: Iterable[str]) -> "Libraries":
        """Return them without some top-level modules and all below these."""
        unwanted = frozenset(names)
        kept = tuple(each for each in self.modules if each[0].partition(".")[0] not in unwanted)
        return replace(self, modules=kept)

    def equals(self, other: "Libraries") -> bool:
        """Return whether both hold the same, in whatever order the modules were imported."""
        return replace(self, modules=()) == replace(other, modules=()) and {*self.modules} == {*other.modules}

    @property
    def order(self) -> dict[str, Any]:
        """What a fork server is told."""
        return {
            "folder": self.folder,
            "variables": dict(self.variables),
            "own": self._own_folders(),
            "modules": self.modules,
        }

    def state(self, missing: Iterable[str] = ()) -> State:
        """Return what the result of their import depends on: equal as long as nothing of that has changed.

        That is: the files of the modules, the folders of libraries, the files that set variables, and
        modules of the app with a name of theirs, or of one that they have looked for in vain.
        """
        names = {name.partition(".")[0] for name, _ in self.modules} | set(missing)
        folder = Path(self.folder)
        return (
            *(_stamp(file) for _, file in self.modules),
            *(_stamp(entry) for entry in self.path if entry not in self._own_folders()),
            *(_stamp(str(each / name)) for each in (folder, *folder.parents) for name in _VARIABLE_FILES),
            *sorted(found for entry in self._own_folders() for found in _modules_in(entry) if found in names),
        )

    def _own_folders(self) -> list[str]:
        return [
            entry for entry in self.path if not any(part in Path(entry).parts for part in _LIBRARY_FOLDERS)
        ]


def _is_plain(path: str) -> bool:
    """Return whether a path is absolute, goes straight and is not too long."""
    return os.path.isabs(path) and ".." not in Path(path).parts and len(path) <= _LONGEST_PATH


def _is_installed(path: str) -> bool:
    """Return whether a path is one among installed packages."""
    return not _LIBRARY_FOLDERS.isdisjoint(Path(path).parts)


def _stamp(path: str) -> tuple[int, int, int] | None:
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _modules_in(folder: str) -> set[str]:
    try:
        return {name.partition(".")[0] for name in os.listdir(folder or ".")}
    except (OSError, ValueError):
        return set()
