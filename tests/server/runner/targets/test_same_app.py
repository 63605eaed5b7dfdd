"""Whether two targets name the same app."""

from pathlib import Path

import pytest

from server.model.guest import Target
from server.runner.targets.resolve import resolve_target
from server.runner.targets.same_app import is_same_app

APP = "from flask import Flask\napp = Flask(__name__)\n"


def target(spec: str, cwd: Path) -> Target:
    """Return what a spec names, as seen from a folder."""
    found = resolve_target(spec, lab=lambda _: None, cwd=cwd)
    assert isinstance(found, Target), found
    return found


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Return a project."""
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "app.py").write_text(APP)
    (folder / "admin.py").write_text(APP)
    return folder


def test_an_app_is_the_same_however_it_is_written(shop: Path, tmp_path: Path) -> None:
    """By a link, by a way around, by its file, and from another folder."""
    (tmp_path / "link").symlink_to(shop, target_is_directory=True)
    one = target(str(shop), tmp_path)
    for spec in ("shop", "./shop/", "shop/../shop", "link", "shop/app.py", "link/app.py"):
        assert is_same_app(one, target(spec, tmp_path)), spec


def test_other_apps_are_not_the_same(shop: Path, tmp_path: Path) -> None:
    """Another file, another way to run it, and the same file elsewhere."""
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "app.py").write_text(APP)
    one = target(str(shop), tmp_path)
    for spec in ("shop/admin.py", f"run:{shop}/app.py", "copy"):
        assert not is_same_app(one, target(spec, tmp_path)), spec
