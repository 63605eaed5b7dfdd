"""Whether a file has changed, by what is in it."""

from pathlib import Path

from server.runner.watching.file_contents import FileContents


def test_a_file_changes_with_its_contents_only(tmp_path: Path) -> None:
    """Not when it is written again as it was; when it goes, and when it comes back."""
    file = tmp_path / "app.py"
    file.write_text("one")
    contents = FileContents()
    contents.read([file])
    file.write_text("one")
    assert not contents.changed(file)
    file.write_text("two")
    assert contents.changed(file)
    assert not contents.changed(file)
    file.unlink()
    assert contents.changed(file)
    assert not contents.changed(file)
    file.write_text("two")
    assert contents.changed(file)


def test_a_file_that_was_never_read_has_changed(tmp_path: Path) -> None:
    """A new one, unless it is not there."""
    (tmp_path / "new.py").write_text("x")
    contents = FileContents()
    assert contents.changed(tmp_path / "new.py")
    assert not contents.changed(tmp_path / "gone.py")
