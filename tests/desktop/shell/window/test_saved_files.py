"""Tests of the files that the user saves from a page."""

from pathlib import Path

import pytest

from desktop.shell.window import saved_files
from desktop.shell.window.saved_files import safe_name, unused


class FakeNotice:
    """A notice bar that records what it says."""

    def __init__(self) -> None:
        """Nothing said yet."""
        self.said: list[str] = []

    def say(self, text: str, **_more: object) -> None:
        """Record the text."""
        self.said.append(text)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("7.2 The session", "7.2 The session"),
        ("a/b\\c: *?", "a b c"),
        ("../../.bashrc", "bashrc"),
        ("", "download"),
        ("...", "download"),
        ("x" * 300, "x" * 80),
        ("x" * 300 + ".tar", "x" * 76 + ".tar"),
        ("räksmörgås.txt", "räksmörgås.txt"),
    ],
)
def test_a_name_becomes_one_that_every_system_takes(name: str, safe: str) -> None:
    """Whatever a page or a guest suggests."""
    assert safe_name(name) == safe


def test_a_name_that_is_taken_is_not_suggested(tmp_path: Path) -> None:
    """The next free one is."""
    file = tmp_path / "a.txt"
    assert unused(file) == file
    file.touch()
    (tmp_path / "a (2).txt").touch()
    assert unused(file) == tmp_path / "a (3).txt"


def test_the_user_is_told_what_became_of_a_file(tmp_path: Path) -> None:
    """Saved or not, with the reason where there is one."""
    notice = FakeNotice()
    saved_files.say_saved(notice, tmp_path / "a.pdf")
    saved_files.say_failed(notice, tmp_path / "a.pdf")
    saved_files.say_failed(notice, tmp_path / "a.pdf", "No space left")
    assert notice.said[0] == f"Saved: {tmp_path / 'a.pdf'}"
    assert "Is there room" in notice.said[1]
    assert notice.said[2].endswith("a.pdf could not be saved: No space left.")
