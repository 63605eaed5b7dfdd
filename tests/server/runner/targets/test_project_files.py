"""The files of a project in which an app may stand."""

from pathlib import Path

import pytest

from server.runner.targets.project_files import DEPTH, FILE_LIMIT, project_files, read_source


def touch(folder: Path, *names: str) -> None:
    """Make empty files."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


def test_the_projects_own_code_is_listed(tmp_path: Path) -> None:
    """The nearest first; neither tests nor what is hidden, installed or built."""
    touch(tmp_path, "b.py", "a.py", "x/c.py", "x/y/d.py", "notes.txt", "setup.py", "test_a.py", "conftest.py")
    touch(
        tmp_path, ".git/e.py", "env/pyvenv.cfg", "env/f.py", "node_modules/g.py", "tests/h.py", "build/i.py"
    )
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    found = [file.as_posix() for file in project_files(tmp_path)]
    assert found == ["a.py", "b.py", "x/c.py", "x/y/d.py"]


def test_depth_and_number_are_bounded(tmp_path: Path) -> None:
    """A large tree takes no longer."""
    deep = "/".join(["d"] * DEPTH)
    touch(tmp_path, f"{deep}/in.py", f"{deep}/d/out.py")
    assert [file.name for file in project_files(tmp_path)] == ["in.py"]
    touch(tmp_path, *(f"{number}.py" for number in range(FILE_LIMIT + 1)))
    assert len(list(project_files(tmp_path))) == FILE_LIMIT


def test_what_cannot_be_read_is_empty(tmp_path: Path) -> None:
    """But for the folder itself."""
    assert read_source(tmp_path / "gone.py") == b""
    with pytest.raises(OSError, match="gone"):
        list(project_files(tmp_path / "gone"))
