"""Which folders and files of a project are watched."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.runner.watching import source_folders as module
from server.runner.watching.source_folders import code_in, is_code, is_page, source_folders


def test_ignored_folders_are_left_out(tmp_path: Path) -> None:
    """Hidden ones, environments, caches, packages of Node, links; the near ones come first."""
    for name in ("shop/views", "templates", ".git/x", "env/lib", "node_modules/y", "shop/__pycache__"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "env" / "pyvenv.cfg").touch()
    (tmp_path / "link").symlink_to(tmp_path / "shop", target_is_directory=True)
    found = [path.relative_to(tmp_path).as_posix() for path in source_folders(tmp_path)]
    assert found == [".", "shop", "templates", "shop/views"]


def test_a_huge_folder_is_watched_as_far_as_it_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The home folder is no reason to watch a hundred thousand folders."""
    monkeypatch.setattr(module, "FOLDER_LIMIT", 5)
    monkeypatch.setattr(module, "FILE_LIMIT", 3)
    for number in range(9):
        (tmp_path / f"f{number}").mkdir()
        (tmp_path / f"f{number}" / "a.py").touch()
    folders = source_folders(tmp_path)
    assert len(folders) == 5
    assert len(code_in(folders)) == 3


def test_code_and_pages_are_known_by_their_names(tmp_path: Path) -> None:
    """What is neither, such as a database, matters to nobody."""
    code = [Path("app.py"), Path(".env"), Path(".flaskenv")]
    pages = [Path("t/a.html"), Path("a.jinja2"), Path("static/a.css"), Path("static/a.JS")]
    assert all(map(is_code, code))
    assert all(map(is_page, pages))
    for name in ("shop.db", "app.py~", "app.pyc", ".app.py.swp", "4913", "photo.jpg"):
        assert not is_code(Path(name))
        assert not is_page(Path(name))


def test_a_folder_that_may_not_be_read_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are watched."""
    for name in ("closed", "open"):
        (tmp_path / name).mkdir()
    scandir = os.scandir

    def refuse(folder: Path) -> Iterator[os.DirEntry[str]]:
        if folder.name == "closed":
            raise PermissionError
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    assert tmp_path / "open" in source_folders(tmp_path)


def test_a_missing_folder_has_no_code(tmp_path: Path) -> None:
    """It may go at any time."""
    assert source_folders(tmp_path / "gone") == [tmp_path / "gone"]
    assert code_in([tmp_path / "gone"]) == []
