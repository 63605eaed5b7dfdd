"""Which code is the guest's own, and which line of it is at work."""

from __future__ import annotations

import os
import sys
import sysconfig
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import FrameType

LIBRARIES = (os.sep + "site-packages" + os.sep, os.sep + "dist-packages" + os.sep)
CHILD = os.path.dirname(os.path.dirname(os.path.realpath(__file__))) + os.sep
STANDARD = tuple(
    os.path.realpath(path) + os.sep
    for path in {sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")}
    if path
)
FRAMES_WALKED = 60


class Ownership:
    """Knows the guest's root folder; answers are remembered by file name."""

    def __init__(self) -> None:
        self._root: str | None = None
        self._known: dict[str, bool] = {}

    def configure(self, root: str) -> None:
        """Say where the guest's own code lies."""
        self._root = os.path.realpath(root) + os.sep
        self._known.clear()

    def is_own(self, file: str) -> bool:
        """Whether this is the guest's own code and not a library's, the standard library's or ours."""
        known = self._known.get(file)
        if known is None:
            known = self._known[file] = self._judge(file)
        return known

    def _judge(self, file: str) -> bool:
        if not os.path.isabs(file):
            return False
        path = os.path.realpath(file)
        if path.startswith(CHILD):
            return False
        if self._root is not None and path.startswith(self._root):
            inside = os.sep + path[len(self._root) :]
            return not any(part in inside for part in LIBRARIES)
        if any(part in path for part in LIBRARIES) or path.startswith(STANDARD):
            return False
        return not path.startswith(getattr(sys, "_MEIPASS", CHILD))

    def caller(self, depth: int = 1) -> dict[str, Any] | None:
        """`{file, line, function}` of the nearest frame of the guest's own code, or None."""
        frame: FrameType | None = sys._getframe(depth)
        for _ in range(FRAMES_WALKED):
            if frame is None:
                return None
            if self.is_own(frame.f_code.co_filename):
                return place(frame, frame.f_lineno)
            frame = frame.f_back
        return None


def place(frame: FrameType, line: int) -> dict[str, Any]:
    """Where a frame stands; for compiled template code, the line of the template."""
    code = frame.f_code
    template = frame.f_globals.get("__jinja_template__")
    if template is not None:
        try:
            return {
                "file": code.co_filename,
                "line": int(template.get_corresponding_lineno(line)),
                "function": "template",
            }
        except Exception:
            return {"file": code.co_filename, "line": line, "function": "template"}
    return {"file": code.co_filename, "line": line, "function": code.co_name}


ownership = Ownership()
