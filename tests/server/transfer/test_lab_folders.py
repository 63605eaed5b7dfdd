"""Tests of folders of labs that take each other's place."""

from pathlib import Path

import pytest

from server.transfer.lab_folders import swap_lab_folders

NAMES = ("own-labs", "labs")


def make(*files: Path) -> None:
    """Write files that hold their own names."""
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(file.name, encoding="utf-8")


def test_new_folders_take_the_place_of_the_old_ones(tmp_path: Path) -> None:
    """The old ones are kept; a folder that the new data lack is there no longer."""
    staged, data = tmp_path / "staged", tmp_path / "data"
    make(staged / "own-labs" / "new", data / "own-labs" / "old", data / "labs" / "edit")
    with swap_lab_folders(staged, data, NAMES) as earlier:
        assert (data / "own-labs" / "new").exists()
    assert [sorted(path.name for path in folder.iterdir()) for folder in earlier] == [["old"], ["edit"]]
    assert not (data / "labs").exists()


def test_a_failure_moves_them_back(tmp_path: Path) -> None:
    """Everything is as it was."""
    staged, data = tmp_path / "staged", tmp_path / "data"
    make(staged / "labs" / "new", data / "own-labs" / "old", data / "labs" / "edit")
    with pytest.raises(ZeroDivisionError), swap_lab_folders(staged, data, NAMES):
        raise ZeroDivisionError
    assert sorted(path.name for path in data.rglob("*")) == ["edit", "labs", "old", "own-labs"]
    assert (staged / "labs" / "new").exists()
