"""Tests of which files of databases are known."""

from pathlib import Path
from typing import Any

import pytest

from server.probe.child.sensors.sql.opened_databases import FILES_LIMIT, OpenedDatabases, path_of


class Odd(str):
    """A name that only the app's code could tell."""

    __slots__ = ()


@pytest.mark.parametrize(
    ("named", "is_uri", "path"),
    [
        ("shop.db", False, "shop.db"),
        (b"shop.db", False, "shop.db"),
        (Path("/data/shop.db"), False, "/data/shop.db"),
        ("file:shop.db?mode=ro", False, "file:shop.db?mode=ro"),
        ("file:/data/a%20b.db?mode=ro", True, "/data/a b.db"),
        ("file:///data/shop.db", True, "/data/shop.db"),
        ("file://localhost/data/shop.db", True, "/data/shop.db"),
        ("file:shared?mode=memory&cache=shared", True, ""),
        ("file::memory:?cache=shared", True, ""),
        (":memory:", False, ""),
        ("", False, ""),
        (Odd("shop.db"), False, None),
        (None, False, None),
        (7, True, None),
    ],
)
def test_each_way_to_name_a_database_has_its_path(named: Any, is_uri: bool, path: str | None) -> None:
    """Also as a URI, whose escapes are read as SQLite does."""
    assert path_of(named, is_uri=is_uri) == path


def test_the_last_files_are_known() -> None:
    """Each once, and the number has a limit."""
    databases = OpenedDatabases()
    for number in range(FILES_LIMIT + 5):
        databases.note((f"/data/{number}.db",), {})
    databases.note((), {"database": "/data/9.db"})
    databases.note((":memory:",), {})
    assert len(databases.files) == FILES_LIMIT
    assert list(databases.files)[-1] == "/data/9.db"
    assert databases.memory
