"""Version ranges, as `flask>=3.1, python<3.12`: what a claim expects depends on what it runs on."""

from collections.abc import Iterable
from typing import TypeVar

from packaging.specifiers import SpecifierSet
from packaging.version import InvalidVersion, Version

from server.model.versions import Versions

Chosen = TypeVar("Chosen")

_NAMES = ("flask", "werkzeug", "python")


def first_that_fits(pairs: Iterable[tuple[str, Chosen]], versions: Versions) -> Chosen | None:
    """What the first fitting range is paired with, or None where none fits."""
    return next((chosen for text, chosen in pairs if fits(text, versions)), None)


def fits(text: str, versions: Versions) -> bool:
    """Whether every part of a range such as `flask>=3.1, python<3.12` is met; the empty range always is.

    Raises ValueError for what is no range. A version that is unknown meets nothing.
    """
    return all(_meets(part.strip(), versions) for part in text.split(",") if part.strip())


def _meets(part: str, versions: Versions) -> bool:
    name = next((name for name in _NAMES if part.startswith(name)), None)
    if name is None or not part[len(name) :].strip():
        raise ValueError(f"{part!r} is no range: begin with one of {', '.join(_NAMES)}, as in flask>=3.1.")
    specifier = SpecifierSet(part[len(name) :].strip())
    have: str | None = getattr(versions, name)
    try:
        return have is not None and specifier.contains(Version(have), prereleases=True)
    except InvalidVersion:
        return False
