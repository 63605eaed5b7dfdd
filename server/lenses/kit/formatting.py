"""Formats times, sizes and source locations for people."""

from server.lenses.kit.i18n import ngettext, number
from server.lenses.kit.source_place import SourcePlace

_SECOND = 1000.0
_LONG = 100.0
_DEEP = 4


def duration(milliseconds: float) -> str:
    """Return a duration in milliseconds in the unit with the fewest digits: `80 µs`, `3.24 ms`, `1.50 s`."""
    size = abs(milliseconds)
    if size >= _SECOND:
        return f"{number(milliseconds / _SECOND, 2)} s"
    if size >= _LONG:
        return f"{number(milliseconds)} ms"
    if size >= 1 or not size:
        return f"{number(milliseconds, 2)} ms" if size else "0"
    return f"{number(milliseconds * 1000)} µs"


def size(amount: int) -> str:
    """Return an exact number of bytes as text."""
    return ngettext("%(amount)s byte", "%(amount)s bytes", amount, amount=number(amount))


def place(file: str, line: int | None) -> SourcePlace:
    """Return `file:line` with a short path: from the package folder, or else from the parent folder."""
    parts = file.replace("\\", "/").split("/")
    if "site-packages" in parts:
        parts = parts[len(parts) - parts[::-1].index("site-packages") :]
    short = "/".join(parts[-2:] if len(parts) > _DEEP else parts[1:] if not parts[0] else parts)
    return SourcePlace(f"{short}:{line}" if line else short, file, line)
