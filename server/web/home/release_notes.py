"""Read release notes from CHANGELOG.md."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from server.file_access import read_text

# A change as runs of text, each with whether it is code.
Point = tuple[tuple[str, bool], ...]

UNRELEASED: Final = "Unreleased"


@dataclass(frozen=True, slots=True)
class Release:
    """One release: its heading and its changes."""

    title: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """Some changes of a release under their own heading, such as "Added"."""

    title: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class ReleaseNotes:
    """Everything that a release says of itself."""

    title: str
    sections: tuple[ChangeGroup, ...]


def newest(path: Path, most: int = 6) -> Release | None:
    """Return the first release that has points, with at most `most` of them, or None."""
    for notes in _notes(path):
        points = [point for section in notes.sections for point in section.points]
        if points:
            return Release(notes.title, tuple(points[:most]))
    return None


def of_version(path: Path, version: str) -> tuple[ReleaseNotes, ...]:
    """Return the notes of a version, after those of what is not released yet, if there are any."""
    wanted = re.compile(rf"(?:{UNRELEASED}|{re.escape(version)})(?:\s|$)")
    return tuple(
        notes for notes in _notes(path) if wanted.match(notes.title) and any(s.points for s in notes.sections)
    )


def _notes(path: Path) -> Iterator[ReleaseNotes]:
    """Yield the releases of the file, newest first; none if it cannot be read."""
    try:
        text = read_text(path)
    except OSError:
        return
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        title, _, rest = part.partition("\n")
        yield ReleaseNotes(title.replace("[", "").replace("]", "").strip(), tuple(_sections(rest)))


def _sections(text: str) -> Iterator[ChangeGroup]:
    """Yield the sections of a release; one within another is named after both."""
    outer, title, points = "", "", list[str]()
    for line in text.splitlines():
        if line.startswith(("### ", "#### ")):
            if points:
                yield ChangeGroup(title, tuple(_runs(point) for point in points))
            mark, _, name = line.partition(" ")
            outer = outer if len(mark) > len("###") else name.strip()
            title = outer if name.strip() == outer else f"{outer}: {name.strip()}"
            points = []
        elif line.startswith(("- ", "* ")):
            points.append(line[2:].strip())
        elif line.startswith("  ") and line.strip() and points:
            points[-1] += " " + line.strip()
    if points:
        yield ChangeGroup(title, tuple(_runs(point) for point in points))


def _runs(point: str) -> Point:
    """Split a change at its backticks, between which there is code."""
    runs = enumerate(point.replace("**", "").split("`"))
    return tuple((text, bool(number % 2)) for number, text in runs if text)
