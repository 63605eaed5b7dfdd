"""The newest symbol of the C library that the bundle asks for, and the distributions that have it."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_SYMBOL: Final = re.compile(rb"GLIBC_(\d+)\.(\d+)")
ELF: Final = b"\x7fELF"

# Distributions by the C library that they came with; sources: their package indexes, 2026.
DISTRIBUTIONS: Final = (
    ((2, 28), "Debian 10, RHEL 8"),
    ((2, 31), "Debian 11, Ubuntu 20.04"),
    ((2, 34), "RHEL 9"),
    ((2, 35), "Ubuntu 22.04"),
    ((2, 36), "Debian 12"),
    ((2, 38), "openSUSE Leap 15.6, Fedora 39"),
    ((2, 39), "Ubuntu 24.04, RHEL 10, Fedora 40"),
    ((2, 41), "Debian 13, Fedora 42"),
)


def newest_symbol(files: Iterable[Path]) -> tuple[tuple[int, int], Path | None]:
    """Return the highest GLIBC version that a file names, with that file; (0, 0) where none does."""
    newest, holder = (0, 0), None
    for path in files:
        content = path.read_bytes()
        if not content.startswith(ELF):
            continue
        for match in _SYMBOL.finditer(content):
            version = int(match[1]), int(match[2])
            if version > newest:
                newest, holder = version, path
    return newest, holder


def runs_on(symbol: tuple[int, int]) -> list[str]:
    """Return the distributions whose C library has this symbol, oldest first."""
    return [name for version, names in DISTRIBUTIONS if version >= symbol for name in names.split(", ")]
