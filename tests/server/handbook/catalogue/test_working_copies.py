"""Test the copies of labs that the reader edits."""

import os
from pathlib import Path

import pytest

from server.handbook.catalogue.lab_files import copy_lab
from server.handbook.catalogue.working_copies import WorkingCopies
from server.model.lab import Lab


@pytest.fixture
def copies(tmp_path: Path) -> WorkingCopies:
    """Working copies in a folder that does not exist yet."""
    return WorkingCopies(tmp_path / "data" / "labs")


def test_an_unchanged_lab_has_no_copy(copies: WorkingCopies, tiny: Lab) -> None:
    """It is read from its own folder."""
    assert copies.folder(tiny) is None
    assert not copies.changed(tiny)
    assert copies.read(tiny, "words.txt") == "one two"


def test_an_edit_is_made_in_a_copy(copies: WorkingCopies, tiny: Lab) -> None:
    """The copy has every file of the guest and no other; the printed lab stays as it is."""
    copies.write(tiny, "words.txt", "three\r\nå\n")
    folder = copies.folder(tiny)
    assert folder is not None
    assert sorted(os.listdir(folder)) == ["app.py", "words.txt"]
    assert copies.read(tiny, "words.txt") == "three\r\nå\n"
    assert (tiny.folder / "words.txt").read_text() == "one two"


def test_restoring_removes_the_copy(copies: WorkingCopies, tiny: Lab, tmp_path: Path) -> None:
    """Nothing of it is left, and restoring twice is not an error."""
    copies.write(tiny, "app.py", "broken")
    copies.restore(tiny)
    copies.restore(tiny)
    assert not copies.changed(tiny)
    assert os.listdir(tmp_path / "data" / "labs") == []


def test_an_edit_undone_by_hand_removes_the_copy(copies: WorkingCopies, tiny: Lab) -> None:
    """Typing the old text again restores the lab."""
    copies.write(tiny, "words.txt", "x")
    copies.write(tiny, "app.py", "y")
    copies.write(tiny, "words.txt", "one two")
    assert copies.changed(tiny)
    copies.write(tiny, "app.py", (tiny.folder / "app.py").read_text())
    assert not copies.changed(tiny)


def test_a_failed_write_leaves_the_old_text(
    copies: WorkingCopies, tiny: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And no temporary file, whatever interrupts the writing."""
    copies.write(tiny, "words.txt", "old")

    def full(_handle: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="disk full"):
        copies.write(tiny, "words.txt", "new")
    folder = copies.folder(tiny)
    assert folder is not None
    assert sorted(os.listdir(folder)) == ["app.py", "words.txt"]
    assert copies.read(tiny, "words.txt") == "old"


@pytest.mark.parametrize("file", ["claims.py", "../app.py", "/etc/passwd"])
def test_only_the_files_of_the_guest_are_accessible(copies: WorkingCopies, tiny: Lab, file: str) -> None:
    """A file that lab.toml does not list is neither read nor written."""
    with pytest.raises(KeyError):
        copies.read(tiny, file)
    with pytest.raises(KeyError):
        copies.write(tiny, file, "")


@pytest.mark.parametrize("old", ["return", "not there"])
def test_the_text_of_a_counterexample_occurs_once(tiny: Lab, tmp_path: Path, old: str) -> None:
    """Otherwise it is a mistake of the author."""
    with pytest.raises(ValueError, match="exactly once"):
        copy_lab(tiny, tmp_path, changes={old: "x"})
