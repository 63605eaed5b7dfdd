"""The file of checksums, in the format of sha256sum."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

FILE: Final = "SHA256SUMS"


def digest(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def write_checksums(folder: Path, files: Iterable[Path]) -> Path:
    """Write a line for each file, sorted by name; return the path of the list."""
    target = folder / FILE
    lines = [f"{digest(path)}  {path.name}\n" for path in sorted(files)]
    target.write_text("".join(lines), encoding="utf-8", newline="\n")
    return target
