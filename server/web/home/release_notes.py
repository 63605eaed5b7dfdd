"""Read the newest release notes from CHANGELOG.md."""

from dataclasses import dataclass
from pathlib import Path

from server.file_access import read_text


@dataclass(frozen=True, slots=True)
class Release:
    """One release: its heading, and its changes as runs of text, each with whether it is code."""

    title: str
    points: tuple[tuple[tuple[str, bool], ...], ...]


def newest(path: Path, most: int = 6) -> Release | None:
    """Return the first release that has points, with at most `most` of them, or None."""
    try:
        lines = read_text(path).splitlines()
    except OSError:
        return None
    title, points = "", list[str]()
    for line in lines:
        if line.startswith("## "):
            if points:
                break
            title = line[3:].replace("[", "").replace("]", "").strip()
        elif line.startswith(("- ", "* ")) and title:
            points.append(line[2:].strip())
        elif line.startswith("  ") and line.strip() and points:
            points[-1] += " " + line.strip()
    return Release(title, tuple(_runs(point) for point in points[:most])) if points else None


def _runs(point: str) -> tuple[tuple[str, bool], ...]:
    """Split a change at its backticks, between which there is code."""
    runs = enumerate(point.replace("**", "").split("`"))
    return tuple((text, bool(number % 2)) for number, text in runs if text)
