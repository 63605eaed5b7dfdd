"""Which code is the guest's own, and which line of it is running."""

from __future__ import annotations

import importlib.machinery
import os
import sys
import sysconfig
from sys import _getframe
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import FrameType

LIBRARY_FOLDERS = (os.sep + "site-packages" + os.sep, os.sep + "dist-packages" + os.sep)
PROBE_FOLDER = os.path.dirname(os.path.dirname(os.path.realpath(__file__))) + os.sep
STANDARD_LIBRARY_FOLDERS = tuple(
    os.path.realpath(path) + os.sep
    for path in {sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")}
    if path
)
FRAME_LIMIT = 200


class Ownership:
    """Knows the guest's root folder and package; its answers are cached by file name.

    Where the root is a folder of installed libraries, only the guest's package is its own.
    """

    def __init__(self) -> None:
        self._root: str | None = None
        self._root_is_library = False
        self._packages: tuple[str, ...] = ()
        self._cache: dict[str, bool] = {}

    def configure(self, root: str) -> None:
        """Set the folder that holds the guest's own code."""
        self._root = os.path.realpath(root) + os.sep
        self._root_is_library = self._root.endswith(LIBRARY_FOLDERS)
        self._packages = ()
        self._cache.clear()

    def claim(self, module: str, path: list[str] | None = None) -> None:
        """Count the top-level package of a module as the guest's own, also where it is installed.

        It is looked for on `path`, by default `sys.path`, without importing it; an unknown one is ignored.
        """
        try:
            spec = importlib.machinery.PathFinder.find_spec(module.partition(".")[0], path)
        except (ImportError, ValueError):
            return
        if spec is None:
            return
        folders = tuple(os.path.realpath(folder) + os.sep for folder in spec.submodule_search_locations or ())
        self._packages += folders or (os.path.realpath(spec.origin or ""),)
        self._cache.clear()

    def is_own(self, file: str) -> bool:
        """Return whether this file is the guest's own, and not part of a library, Python or the probe."""
        is_own = self._cache.get(file)
        if is_own is None:
            is_own = self._cache[file] = self._decide(file)
        return is_own

    def _decide(self, file: str) -> bool:
        if not os.path.isabs(file):
            return False
        path = os.path.realpath(file)
        if path.startswith(PROBE_FOLDER):
            return False
        for package in self._packages:
            if path == package or (package.endswith(os.sep) and path.startswith(package)):
                return not any(part in os.sep + path[len(package) :] for part in LIBRARY_FOLDERS)
        if self._root is not None and path.startswith(self._root) and not self._root_is_library:
            inside = os.sep + path[len(self._root) :]
            return not any(part in inside for part in LIBRARY_FOLDERS)
        if any(part in path for part in LIBRARY_FOLDERS) or path.startswith(STANDARD_LIBRARY_FOLDERS):
            return False
        return not path.startswith(getattr(sys, "_MEIPASS", PROBE_FOLDER))

    def caller(self, depth: int = 1) -> dict[str, Any] | None:
        """Return `{file, line, function}` of the nearest frame of the guest's own code, or None.

        The search starts `depth` frames above this method: what it skips are frames of the probe.
        """
        frame: FrameType | None = _getframe(depth)
        for _ in range(FRAME_LIMIT):
            if frame is None:
                return None
            if self.is_own(frame.f_code.co_filename):
                return place(frame, frame.f_lineno)
            frame = frame.f_back
        return None


def place(frame: FrameType, line: int) -> dict[str, Any]:
    """Return where a frame is; for compiled template code, the line of the template."""
    code = frame.f_code
    template = dict.get(frame.f_globals, "__jinja_template__")
    if template is not None and is_jinja_template(type(template)):
        try:
            return {
                "file": code.co_filename,
                "line": int(template.get_corresponding_lineno(line)),
                "function": "template",
            }
        except Exception:
            return {"file": code.co_filename, "line": line, "function": "template"}
    return {"file": code.co_filename, "line": line, "function": code.co_name}


def is_jinja_template(cls: type) -> bool:
    """Return whether this is Jinja's class of templates."""
    environment = sys.modules.get("jinja2.environment")
    return environment is not None and cls is vars(environment).get("Template")


ownership = Ownership()
