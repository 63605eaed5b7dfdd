"""What is new, from CHANGELOG.md."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Release:
    """One release: its heading and what it brought, as plain sentences."""

    title: str
    points: tuple[str, ...]


def newest(path: Path, most: int = 6) -> Release | None:
    """The first release of a changelog that has points, at most `most` of them; None where there is none."""
    try:
        lines = path.read_text("utf-8").splitlines()
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
