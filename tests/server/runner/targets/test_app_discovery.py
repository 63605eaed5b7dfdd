"""The app in a folder is found by reading its files."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from server.model.problem import Problem
from server.runner.targets.app_discovery import discover_app

APP = "from flask import Flask\napp = Flask(__name__)\n"


def write_apps(folder: Path, *names: str) -> None:
    """Write files that create an app."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(APP)


@pytest.mark.parametrize(
    ("names", "root", "app"),
    [
        (["app.py", "other.py"], ".", ""),
        (["wsgi.py"], ".", ""),
        (["__init__.py", "models.py"], "..", "shop"),
        (["server.py"], ".", "server.py"),
        (["flaskr/__init__.py"], ".", "flaskr"),
        (["src/flaskr/__init__.py"], "src", "flaskr"),
    ],
)
def test_the_app_of_a_folder(tmp_path: Path, names: list[str], root: str, app: str) -> None:
    """A default file comes first, then the folder as a package, then the only candidate in it or in src."""
    folder = tmp_path / "shop"
    write_apps(folder, *names)
    discovered = discover_app(folder)
    assert not isinstance(discovered, Problem), discovered
    assert (discovered[0].resolve(), discovered[1]) == ((folder / root).resolve(), app)


def test_several_candidates_are_a_problem(tmp_path: Path) -> None:
    """The problem names them."""
    write_apps(tmp_path, "one.py", "other.py")
    problem = discover_app(tmp_path)
    assert isinstance(problem, Problem)
    assert problem.code == "several-apps"
    assert problem.detail == "one.py\nother.py"


def test_flaskenv_comes_first(tmp_path: Path) -> None:
    """FLASK_APP in .flaskenv is used before app.py."""
    write_apps(tmp_path, "app.py")
    (tmp_path / ".flaskenv").write_text("DEBUG=1\nexport FLASK_APP='site:make'  # ours\n")
    assert discover_app(tmp_path) == (tmp_path, "site:make")
    (tmp_path / ".flaskenv").write_text("DEBUG=1\n")
    assert discover_app(tmp_path) == (tmp_path, "")


@contextmanager
def without_root() -> Iterator[None]:
    """Give up the rights of root, if the tests have them."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.mark.skipif(os.name == "nt", reason="folders have no modes there")
def test_a_folder_that_cannot_be_read_is_a_problem() -> None:
    """A permission error of the system is not raised."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "locked").mkdir(mode=0)
        with without_root():
            assert isinstance(discover_app(folder / "locked"), Problem)
