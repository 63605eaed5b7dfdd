"""The working folder of a file."""

from pathlib import Path

import pytest

from server.runner.targets.working_folder import project_folder


def test_the_nearest_project_counts(tmp_path: Path) -> None:
    """A folder with the marks of one; without any the file's own."""
    file = tmp_path / "shop" / "backend" / "api" / "main.py"
    file.parent.mkdir(parents=True)
    assert project_folder(file) == file.parent
    (tmp_path / "shop" / ".git").mkdir()
    assert project_folder(file) == tmp_path / "shop"
    (tmp_path / "shop" / "backend" / "requirements.txt").touch()
    assert project_folder(file) == tmp_path / "shop" / "backend"


def test_the_home_folder_is_no_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though many a home folder is a repository."""
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".git").mkdir()
    (tmp_path / "try").mkdir()
    assert project_folder(tmp_path / "try" / "app.py") == tmp_path / "try"
