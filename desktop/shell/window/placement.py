"""The remembered size and position of the window, one per screen, always within the visible area."""

import contextlib
import json
import logging
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

_log = logging.getLogger(__name__)
# On the first start the window takes this share of the screen, at most this many pixels.
_SHARE = 0.86
_LARGEST = (1440, 920)
SMALLEST = (640, 480)
_MOST_ZOOM = 10


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle in the pixels of the desktop."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Placement:
    """The rectangle of a window when it is not maximized, and whether it is maximized."""

    box: Rect
    maximized: bool = False


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen: `name` identifies it, `usable` is the area that no panel covers."""

    name: str
    usable: Rect


def default(screen: Screen) -> Placement:
    """Return a sensible size in the middle of a screen."""
    area = screen.usable
    width = min(_LARGEST[0], max(SMALLEST[0], round(area.width * _SHARE)), area.width)
    height = min(_LARGEST[1], max(SMALLEST[1], round(area.height * _SHARE)), area.height)
    return Placement(
        Rect(area.x + (area.width - width) // 2, area.y + (area.height - height) // 2, width, height)
    )


def clamp(placement: Placement, screen: Screen) -> Placement:
    """Return the placement moved and shrunk until all of it is on the screen."""
    area, box = screen.usable, placement.box
    width = min(max(box.width, SMALLEST[0]), area.width)
    height = min(max(box.height, SMALLEST[1]), area.height)
    x = min(max(box.x, area.x), area.x + area.width - width)
    y = min(max(box.y, area.y), area.y + area.height - height)
    return Placement(Rect(x, y, width, height), placement.maximized)


class PlacementStore:
    """The placements in one small JSON file; an unreadable file counts as empty."""

    def __init__(self, file: Path) -> None:
        """`file` need not exist."""
        self._file = file

    def load(self, screens: tuple[Screen, ...]) -> Placement:
        """Return the placement to open with: on the screen used last, or on the first if that is gone."""
        stored = self._read()
        last = str(stored.get("last"))
        screen = next((screen for screen in screens if screen.name == last), screens[0])
        known = stored.get("screens", {})
        # A screen that is new, or has another resolution: the size of the last one is the user's choice too.
        remembered = _placement(known.get(screen.name)) or _placement(known.get(last))
        return default(screen) if remembered is None else clamp(remembered, screen)

    def zoom(self) -> float:
        """Return the zoom factor to open with."""
        stored = self._read().get("zoom")
        return float(stored) if isinstance(stored, int | float) and 0 < stored < _MOST_ZOOM else 1.0

    def save(self, screen: Screen, placement: Placement, zoom: float = 1.0) -> None:
        """Store a placement; a disk that is full or read-only is logged and otherwise ignored."""
        stored = self._read()
        known = stored.get("screens")
        kept = dict(known) if isinstance(known, dict) else {}
        kept[screen.name] = asdict(placement)
        fresh = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        try:
            fresh.write_text(json.dumps({"last": screen.name, "screens": kept, "zoom": zoom}), "utf-8")
            fresh.replace(self._file)
        except OSError:
            _log.warning("the window's placement could not be stored", exc_info=True)
            with contextlib.suppress(OSError):
                fresh.unlink()

    def _read(self) -> dict[str, Any]:
        try:
            stored = json.loads(self._file.read_text("utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        if not isinstance(stored, dict) or not isinstance(stored.get("screens", {}), dict):
            return {}
        return stored


def _placement(stored: Any) -> Placement | None:
    """Return the stored placement; None for anything else."""
    try:
        box = stored["box"]
        values = [box[name] for name in ("x", "y", "width", "height")]
        maximized = stored["maximized"]
    except (KeyError, TypeError):
        return None
    if not all(isinstance(value, int) for value in values) or not isinstance(maximized, bool):
        return None
    return Placement(Rect(*values), maximized)
