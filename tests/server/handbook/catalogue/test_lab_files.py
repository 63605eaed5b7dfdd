"""Test reading, copying and replacing the files of a lab."""

from pathlib import Path

import pytest

from server.file_access import read_text
from server.handbook.catalogue.lab_files import copy_lab, write_text
from server.model.lab import Lab


def test_a_copy_has_the_files_of_the_guest(tiny: Lab, tmp_path: Path) -> None:
    """And no others, such as the page."""
    copy = tmp_path / "copy"
    copy.mkdir()
    copy_lab(tiny, copy)
    assert sorted(path.name for path in copy.iterdir()) == ["app.py", "words.txt"]
    assert read_text(copy / "app.py") == read_text(tiny.folder / "app.py")


def test_a_change_is_made_in_the_copy(tiny: Lab, tmp_path: Path) -> None:
    """The printed lab stays as it is."""
    copy_lab(tiny, tmp_path, changes={"one two": "three"})
    assert read_text(tmp_path / "words.txt") == "three"
    assert read_text(tiny.folder / "words.txt") == "one two"


@pytest.mark.parametrize("old", ["no such text", "return"])
def test_a_text_to_change_must_occur_once(tiny: Lab, tmp_path: Path, old: str) -> None:
    """Otherwise it is not clear what the counterexample is."""
    with pytest.raises(ValueError, match="does not occur exactly once"):
        copy_lab(tiny, tmp_path, changes={old: "x"})


def test_line_ends_are_kept(tmp_path: Path) -> None:
    """As they are on disk."""
    write_text(tmp_path / "a.txt", "one\r\ntwo\n")
    assert (tmp_path / "a.txt").read_bytes() == b"one\r\ntwo\n"
    assert read_text(tmp_path / "a.txt") == "one\r\ntwo\n"


def test_a_failed_write_leaves_the_old_text(tmp_path: Path) -> None:
    """And no temporary file."""
    write_text(tmp_path / "a.txt", "old")
    with pytest.raises(UnicodeEncodeError):
        write_text(tmp_path / "a.txt", "\ud800")
    assert read_text(tmp_path / "a.txt") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
