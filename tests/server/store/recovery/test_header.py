"""Tests of mending the first bytes of a file."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from server.store import Store
from server.store.recovery import header


@pytest.mark.parametrize(("start", "length"), [(0, 16), (16, 2), (18, 6), (59, 1)])
def test_a_broken_header_is_mended(start: int, length: int, path: Path) -> None:
    """The pages behind it are untouched, and can be read again."""
    store = Store(path)
    store.settings.set("theme", "dark")
    store.close()
    with path.open("rb+") as file:
        file.seek(start)
        file.write(b"\x02" * length)
    with closing(sqlite3.connect(path)) as connection:
        assert not header.is_intact(connection)
    header.mend(path)
    with closing(sqlite3.connect(path)) as connection:
        assert header.is_intact(connection)
        assert connection.execute("SELECT value FROM settings").fetchall() == [('"dark"',)]


def test_a_short_file_is_left_alone(tmp_path: Path) -> None:
    """There is nothing behind its header."""
    (tmp_path / "short").write_bytes(b"short")
    header.mend(tmp_path / "short")
    assert (tmp_path / "short").read_bytes() == b"short"
