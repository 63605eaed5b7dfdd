"""History files of earlier versions."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

OLD_FILES: Final = Path(__file__).with_name("old_files")


def old_file(version: int, path: Path) -> Path:
    """Write the history file of an earlier version, without any code of the store."""
    path.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript((OLD_FILES / f"version_{version}.sql").read_text(encoding="utf-8"))
    return path
