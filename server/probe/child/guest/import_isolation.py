"""Hiding of Fumehood's own folders and packages from the guest."""

from __future__ import annotations

import importlib.machinery
import os
import sys
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

OUR_PACKAGES = ("server", "desktop")
PROBE_FOLDER = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(PROBE_FOLDER)))


def real_path(path: str) -> str:
    """Return the canonical spelling of a path; the empty string is the working folder."""
    return os.path.realpath(path or os.getcwd())


def is_own_file(origin: str | None) -> bool:
    """Return whether a file belongs to one of Fumehood's packages."""
    if not origin:
        return False
    file = real_path(origin)
    return any(file.startswith(os.path.join(ROOT, name) + os.sep) for name in OUR_PACKAGES)


def remove_from_path(folders: Iterable[str]) -> None:
    """Remove these folders from `sys.path`."""
    unwanted = {real_path(folder) for folder in folders}
    sys.path[:] = [entry for entry in sys.path if real_path(entry) not in unwanted]


class OwnPackageBlocker:
    """The first import finder: it finds a guest's `server` or `desktop`, and never Fumehood's own.

    In an installed wheel Fumehood's packages are among the guest's libraries: no path entry can be removed.
    """

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return the spec of the guest's own module; ModuleNotFoundError if only ours has that name."""
        if path is not None or name not in OUR_PACKAGES:
            return None
        for finder in sys.meta_path:
            if finder is self or finder is importlib.machinery.PathFinder:
                continue
            spec = finder.find_spec(name, None, target)
            if spec is not None and not is_own_file(spec.origin):
                return spec
        entries = [entry for entry in sys.path if not self._has_our_package(name, entry)]
        spec = importlib.machinery.PathFinder.find_spec(name, entries)
        if spec is not None:
            return spec
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)

    @staticmethod
    def _has_our_package(name: str, entry: str) -> bool:
        spec = importlib.machinery.PathFinder.find_spec(name, [entry])
        return spec is not None and is_own_file(spec.origin)


def hide_fumehood() -> None:
    """Remove Fumehood from `sys.path` and `sys.modules`, and block the import of its packages."""
    # In a bundle and in an installed wheel the libraries are in ROOT, too: there only the finder hides ours.
    shared = getattr(sys, "frozen", False) or os.path.basename(ROOT) in ("site-packages", "dist-packages")
    remove_from_path([PROBE_FOLDER] if shared else [PROBE_FOLDER, ROOT])
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in OUR_PACKAGES and is_own_file(getattr(module, "__file__", None)):
            del sys.modules[name]
    sys.meta_path.insert(0, OwnPackageBlocker())
