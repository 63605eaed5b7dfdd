"""Keeps Fumehood's own folders and packages out of the guest's sight."""

from __future__ import annotations

import importlib.machinery
import os
import sys
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

OUR_PACKAGES = ("server", "desktop")
CHILD = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(CHILD)))


def real(path: str) -> str:
    """The one true spelling of a path; the empty string is the working folder."""
    return os.path.realpath(path or os.getcwd())


def is_ours(origin: str | None) -> bool:
    """Whether a file belongs to one of our packages."""
    if not origin:
        return False
    file = real(origin)
    return any(file.startswith(os.path.join(ROOT, name) + os.sep) for name in OUR_PACKAGES)


def remove_from_path(folders: Iterable[str]) -> None:
    """Remove these folders from `sys.path`."""
    unwanted = {real(folder) for folder in folders}
    sys.path[:] = [entry for entry in sys.path if real(entry) not in unwanted]


class OwnPackageBlocker:
    """A finder in front of all others that finds a guest's `server` or `desktop`, and never ours.

    In an installed wheel our packages lie among the guest's libraries, where no path entry can be removed.
    """

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """The guest's own module of that name, or an ImportError if only ours is there."""
        if path is not None or name not in OUR_PACKAGES:
            return None
        for finder in sys.meta_path:
            if finder is self or finder is importlib.machinery.PathFinder:
                continue
            spec = finder.find_spec(name, None, target)
            if spec is not None and not is_ours(spec.origin):
                return spec
        theirs = [entry for entry in sys.path if not self._holds_ours(name, entry)]
        spec = importlib.machinery.PathFinder.find_spec(name, theirs)
        if spec is not None:
            return spec
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)

    @staticmethod
    def _holds_ours(name: str, entry: str) -> bool:
        spec = importlib.machinery.PathFinder.find_spec(name, [entry])
        return spec is not None and is_ours(spec.origin)


def hide_fumehood() -> None:
    """Take our folders off `sys.path`, forget our imported packages and draw the curtain before them."""
    # In a bundle and in an installed wheel all libraries lie beside us: there the curtain must do.
    shared = getattr(sys, "frozen", False) or os.path.basename(ROOT) in ("site-packages", "dist-packages")
    remove_from_path([CHILD] if shared else [CHILD, ROOT])
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in OUR_PACKAGES and is_ours(getattr(module, "__file__", None)):
            del sys.modules[name]
    sys.meta_path.insert(0, OwnPackageBlocker())
