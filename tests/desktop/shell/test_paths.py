"""Tests of the folders of one user."""

import stat
from pathlib import Path

import pytest

from desktop.shell.app_info import AppInfo
from desktop.shell.paths import user_paths

APP = AppInfo(id="tea", name="Tea")


def test_one_variable_moves_all_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With APP_HOME set all folders are below it, readable by the user alone."""
    monkeypatch.setenv("TEA_HOME", str(tmp_path))
    paths = user_paths(APP)
    paths.make()
    folders = (paths.data, paths.logs, paths.cache)
    assert all(
        folder.parent == tmp_path and stat.S_IMODE(folder.stat().st_mode) == 0o700 for folder in folders
    )
    assert {paths.lock.parent, paths.ipc.parent, paths.placement.parent} == {paths.data}


def test_without_the_variable_the_platform_decides(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The platform's usual folders are used, named after the app."""
    monkeypatch.delenv("TEA_HOME", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    assert user_paths(APP).data.name == "tea"
