"""Where our own files lie."""

import sys
from pathlib import Path

import pytest

from server import resources


def test_the_source_tree_has_its_files_at_the_top() -> None:
    """In the source tree templates and static files stand beside server/."""
    found = resources.find()
    assert (found.templates / "base.html").is_file()
    assert (found.static / "css" / "main.css").is_file()
    assert found.translations.parent.name == "server"


def test_a_bundle_has_them_in_a_folder_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a bundle, and a wheel, they lie in fumehood_files beside the packages."""
    (tmp_path / "fumehood_files" / "templates").mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    found = resources.find()
    assert found.static == tmp_path / "fumehood_files" / "static"
    assert found.translations == tmp_path / "server" / "translations"


def test_a_front_end_of_one_file_is_not_built(tmp_path: Path) -> None:
    """The front end counts as built only with its script and its style."""
    found = resources.Resources(
        templates=tmp_path, static=tmp_path, translations=tmp_path, changelog=tmp_path, bill=tmp_path
    )
    assert not found.built
    found.dist.mkdir()
    (found.dist / "main.js").touch()
    assert not found.built
    (found.dist / "main.css").touch()
    assert found.built
