"""Where things are kept."""

import stat
from pathlib import Path

import pytest

from desktop.shell.paths import HOME_VARIABLE, paths


def test_one_variable_moves_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With FUMEHOOD_HOME all folders are below it, made for this user alone."""
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    found = paths()
    found.make()
    folders = (found.data, found.logs, found.cache)
    assert all(
        folder.parent == tmp_path and stat.S_IMODE(folder.stat().st_mode) == 0o700 for folder in folders
    )
    assert {found.lock.parent, found.control.parent, found.geometry.parent} == {found.data}


def test_without_it_the_system_says_where(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The usual folders of the platform are taken, each with our name."""
    monkeypatch.delenv(HOME_VARIABLE, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    assert paths().data.name == "fumehood"
