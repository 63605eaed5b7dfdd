"""The first hundred bytes of a database file: without them SQLite reads nothing of the others."""

import sqlite3
from pathlib import Path
from typing import Final

_MAGIC: Final = b"SQLite format 3\0"
_PAGE_SIZE: Final = 4096
# Offsets and values of what our files always have: the size of pages (4096), how they are read and written,
# the fractions of an index, the format of the schema, and UTF-8.
_FIXED: Final = (
    (0, _MAGIC),
    (16, _PAGE_SIZE.to_bytes(2, "big")),
    (18, bytes((1, 1, 0, 64, 32, 32))),
    (44, (4).to_bytes(4, "big")),
    (56, (1).to_bytes(4, "big")),
)


def is_intact(source: sqlite3.Connection) -> bool:
    """Return whether SQLite can read the list of tables, and in UTF-8."""
    try:
        source.execute("PRAGMA writable_schema = ON")
        source.execute("SELECT name FROM sqlite_master").fetchall()
        (encoding,) = source.execute("PRAGMA encoding").fetchone()
    except sqlite3.DatabaseError:
        return False
    return bool(encoding == "UTF-8")


def mend(path: Path) -> None:
    """Write the header of a database of ours into the file, if it is long enough to be one."""
    if path.stat().st_size < _PAGE_SIZE:
        return
    with path.open("rb+") as file:
        for offset, content in _FIXED:
            file.seek(offset)
            file.write(content)
