"""The remembered size and place of the window, one for each screen, always within what is visible now."""

import contextlib
import json
import logging
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

_log = logging.getLogger(__name__)
# A window that is first opened takes this much of the screen, and no more than these pixels.
_SHARE = 0.86
_LARGEST = (1440, 920)
LEAST = (640, 480)


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle in the pixels of the desktop."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a window stands when it is not maximized, and whether it is."""

    box: Rect
    maximized: bool = False


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen: `name` tells it from others, `usable` is what no panel covers."""

    name: str
    usable: Rect


def first(screen: Screen) -> Placement:
    """A sensible size in the middle of a screen."""
    area = screen.usable
    width = min(_LARGEST[0], max(LEAST[0], round(area.width * _SHARE)), area.width)
    height = min(_LARGEST[1], max(LEAST[1], round(area.height * _SHARE)), area.height)
    return Placement(
        Rect(area.x + (area.width - width) // 2, area.y + (area.height - height) // 2, width, height)
    )


def clamp(placement: Placement, screen: Screen) -> Placement:
    """The placement moved and shrunk until all of it is on the screen."""
    area, box = screen.usable, placement.box
    width = min(max(box.width, LEAST[0]), area.width)
    height = min(max(box.height, LEAST[1]), area.height)
    x = min(max(box.x, area.x), area.x + area.width - width)
    y = min(max(box.y, area.y), area.y + area.height - height)
    return Placement(Rect(x, y, width, height), placement.maximized)


class PlacementStore:
    """The placements in one small file; a file that cannot be read counts as none."""

    def __init__(self, file: Path) -> None:
        """`file` need not exist."""
        self._file = file

    def recall(self, screens: tuple[Screen, ...]) -> Placement:
        """The placement to open with, on the screen used last if it is there, else on the first one."""
        stored = self._read()
        last = stored.get("last")
        screen = next((screen for screen in screens if screen.name == last), screens[0])
        remembered = _placement(stored.get("screens", {}).get(screen.name))
        return first(screen) if remembered is None else clamp(remembered, screen)

    def keep(self, screen: Screen, placement: Placement) -> None:
        """Remember a placement; a full or read-only disk is no reason to fail."""
        stored = self._read()
        known = stored.get("screens")
        kept = dict(known) if isinstance(known, dict) else {}
        kept[screen.name] = asdict(placement)
        fresh = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        try:
            fresh.write_text(json.dumps({"last": screen.name, "screens": kept}), "utf-8")
            fresh.replace(self._file)
        except OSError:
            _log.warning("the window's place could not be kept", exc_info=True)
            with contextlib.suppress(OSError):
                fresh.unlink()

    def _read(self) -> dict[str, Any]:
        try:
            stored = json.loads(self._file.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        if not isinstance(stored, dict) or not isinstance(stored.get("screens", {}), dict):
            return {}
        return stored


def _placement(stored: Any) -> Placement | None:
    """What was stored, if it is what we store."""
    try:
        box = stored["box"]
        values = [box[name] for name in ("x", "y", "width", "height")]
        maximized = stored["maximized"]
    except (KeyError, TypeError):
        return None
    if not all(isinstance(value, int) for value in values) or not isinstance(maximized, bool):
        return None
    return Placement(Rect(*values), maximized)
