"""The folder is replaced and exchanged by renaming; data stay, and a failure changes nothing."""

from pathlib import Path

import pytest

from desktop.workbench.update import swap


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """The folder of a newer program, unpacked elsewhere on the same disk."""
    folder = tmp_path / "unpacked"
    folder.mkdir()
    (folder / "fumehood").write_text("2.0")
    return folder


def test_the_new_folder_is_in_the_place_of_the_old(program: Path, fresh: Path) -> None:
    """The old one is kept under another name, and the data are with the new one."""
    swap.replace(program, fresh)
    assert (program / "fumehood").read_text() == "2.0"
    assert (program / "portable" / "data" / "note.txt").read_text() == "mine"
    assert "1.0" in (swap.previous(program) / "fumehood").read_text()
    assert not (swap.previous(program) / "portable").exists()


def test_going_back_exchanges_both(program: Path, fresh: Path) -> None:
    """Twice is as before; the data are always with the program."""
    swap.replace(program, fresh)
    swap.go_back(program)
    assert "1.0" in (program / "fumehood").read_text()
    assert (program / "portable" / "data" / "note.txt").is_file()
    swap.go_back(program)
    assert (program / "fumehood").read_text() == "2.0"
    assert (program / "portable" / "data" / "note.txt").is_file()


def test_only_one_previous_version_is_kept(program: Path, fresh: Path) -> None:
    """The one before it is removed once the new one is in place."""
    old = swap.previous(program)
    old.mkdir()
    (old / "fumehood").write_text("0.9")
    swap.replace(program, fresh)
    assert "1.0" in (old / "fumehood").read_text()
    assert sorted(path.name for path in program.parent.iterdir()) == ["fumehood", "fumehood.previous"]


@pytest.mark.parametrize("failing", [1, 2, 3])
def test_a_failure_changes_nothing(
    failing: int, program: Path, fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever renaming the system refuses, program, data and previous version are where they were."""
    old = swap.previous(program)
    old.mkdir()
    (old / "fumehood").write_text("0.9")
    rename, calls = Path.rename, []

    def refuse(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == failing:
            raise PermissionError(13, "Permission denied", str(self))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(PermissionError):
        swap.replace(program, fresh)
    assert "1.0" in (program / "fumehood").read_text()
    assert (program / "portable" / "data" / "note.txt").is_file()
    assert (old / "fumehood").read_text() == "0.9"


def test_going_back_fails_without_a_change(
    program: Path, fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the previous version cannot be moved, the present one stays."""
    swap.replace(program, fresh)
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name.endswith(".previous"):
            raise PermissionError(13, "Permission denied", str(self))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(PermissionError):
        swap.go_back(program)
    assert (program / "fumehood").read_text() == "2.0"
