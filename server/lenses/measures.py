"""Times, sizes and places as people read them."""

from server.lenses.wording import ngettext

_SECOND = 1000.0
_LONG = 100.0
_DEEP = 4


def duration(milliseconds: float) -> str:
    """A duration in the unit that needs the fewest digits: `80 µs`, `3.24 ms`, `128 ms`, `1.50 s`."""
    size = abs(milliseconds)
    if size >= _SECOND:
        return f"{milliseconds / _SECOND:.2f} s"
    if size >= _LONG:
        return f"{milliseconds:.0f} ms"
    if size >= 1 or not size:
        return f"{milliseconds:.2f} ms" if size else "0"
    return f"{milliseconds * 1000:.0f} µs"


def size(amount: int) -> str:
    """A number of bytes, exact."""
    return ngettext("%(amount)s byte", "%(amount)s bytes", amount, amount=f"{amount:,}")


def place(file: str, line: int | None) -> str:
    """A file and line for people: the file within its package folder, or with the folder it lies in."""
    parts = file.replace("\\", "/").split("/")
    if "site-packages" in parts:
        parts = parts[len(parts) - parts[::-1].index("site-packages") :]
    short = "/".join(parts[-2:] if len(parts) > _DEEP else parts[1:] if not parts[0] else parts)
    return f"{short}:{line}" if line else short
