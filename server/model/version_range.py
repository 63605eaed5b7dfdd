"""Version ranges such as `flask>=3.1, python<3.12`, on which the expected outcome of a claim depends."""

from collections.abc import Iterable
from typing import TypeVar

from packaging.specifiers import SpecifierSet
from packaging.version import InvalidVersion, Version

from server.model.versions import Versions

Chosen = TypeVar("Chosen")

_NAMES = ("flask", "werkzeug", "python")


def first_that_fits(pairs: Iterable[tuple[str, Chosen]], versions: Versions) -> Chosen | None:
    """Return the value of the first matching range, or None if none matches."""
    return next((chosen for text, chosen in pairs if fits(text, versions)), None)


def fits(text: str, versions: Versions) -> bool:
    """Return whether every part of a range such as `flask>=3.1, python<3.12` holds; an empty one does.

    Raise ValueError for a malformed range. A version that is unknown matches no part.
    """
    return all(_meets(part.strip(), versions) for part in text.split(",") if part.strip())


def _meets(part: str, versions: Versions) -> bool:
    name = next((name for name in _NAMES if part.startswith(name)), None)
    if name is None or not part[len(name) :].strip():
        raise ValueError(f"{part!r} is not a range: start with one of {', '.join(_NAMES)}, as in flask>=3.1.")
    specifier = SpecifierSet(part[len(name) :].strip())
    version: str | None = getattr(versions, name)
    try:
        return version is not None and specifier.contains(Version(version), prereleases=True)
    except InvalidVersion:
        return False
