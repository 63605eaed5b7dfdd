"""Read the newest release notes from CHANGELOG.md."""

from dataclasses import dataclass
from pathlib import Path

from server.file_access import read_text


@dataclass(frozen=True, slots=True)
class Release:
    """One release: its heading and its changes as plain sentences."""

    title: str
    points: tuple[str, ...]


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
    return (
        Release(title, tuple(point.replace("**", "").replace("`", "") for point in points[:most]))
        if points
        else None
    )
