"""Tests of the room on the disk."""

import os
from pathlib import Path

import pytest

from server.store.writing import room


def test_more_is_wanted_the_more_waits() -> None:
    """Never less than what would soon be used up again."""
    assert room.wanted(0) == room.wanted(1000) == 16 << 20
    assert room.wanted(20 << 20) == 60 << 20


def test_the_free_room_is_that_of_the_folder(tmp_path: Path) -> None:
    """It is unknown where there is no folder."""
    free = room.free(tmp_path)
    assert free is not None
    assert free > 0
    assert room.free(tmp_path / "missing") is None


def test_a_limit_on_the_size_of_files_is_like_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite has no error of its own for it."""
    assert not room.is_used_up(tmp_path)
    with monkeypatch.context() as full:
        full.setattr(room, "free", lambda _folder: 1000)
        assert room.is_used_up(tmp_path)
    resource = pytest.importorskip("resource")
    monkeypatch.setattr(resource, "getrlimit", lambda _what: (1000, 1000))
    assert room.is_used_up(tmp_path)


def test_what_may_only_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file or its folder; one that is missing says nothing."""
    file = tmp_path / "history.db"
    assert not room.is_read_only(file)
    file.write_text("")
    assert not room.is_read_only(file)
    monkeypatch.setattr(os, "access", lambda path, _mode: path != file)
    assert room.is_read_only(file)
