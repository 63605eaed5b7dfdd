"""Tests of a file of the store that has lost its content."""

import os
from pathlib import Path

import pytest

from server.store import Store
from server.store.recovery.damage import DamagedError
from server.store.recovery.emptied import check_not_emptied


def make_older(path: Path, seconds: float) -> None:
    """Set the time of the last change back."""
    status = path.stat()
    os.utime(path, (status.st_atime - seconds, status.st_mtime - seconds))


@pytest.mark.hardness("damaged-store")
def test_an_emptied_file_is_said_and_kept(path: Path) -> None:
    """It is not taken for a first start: a page names it, and the copy of it."""
    Store(path).close()
    path.write_bytes(b"")
    make_older(path, 3)
    store = Store(path)
    assert store.problem is not None
    assert store.problem.code == "store-damaged"
    assert store.problem.cause.endswith("was empty.")
    (recovery,) = store.health.recoveries
    assert str(recovery.copy) in store.problem.remedy
    store.settings.set("theme", "dark")
    store.close()
    again = Store(path)
    assert (again.problem, again.settings.get("theme")) == (None, "dark")
    again.close()


def test_a_file_that_is_just_being_made_is_none(path: Path) -> None:
    """Another process may have created it a moment ago; an older file beside it says that it has not."""
    path.parent.mkdir()
    path.touch()
    check_not_emptied(path)
    beside = path.with_name("window.json")
    beside.touch()
    check_not_emptied(path)
    make_older(beside, 90)
    with pytest.raises(DamagedError, match="0 bytes"):
        check_not_emptied(path)
    path.write_bytes(b"content")
    check_not_emptied(path)
