"""What the command line can be pointed at."""

from pathlib import Path

import pytest

from desktop.cli.targets import choose_for, find, find_page, find_program
from server.model.guest import Target
from server.model.problem import Problem
from tests.support.environment_folders import make_environment


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUMEHOOD_HOME", str(tmp_path))
    (tmp_path / "data").mkdir()


def test_only_a_lab_has_places(tmp_path: Path) -> None:
    """A folder may have the sign in its name, and a request is sent to a lab and not to a claim of it."""
    folder = tmp_path / "a#b"
    folder.mkdir()
    (folder / "app.py").write_text("from flask import Flask\napp = Flask(__name__)\n")
    assert isinstance(find_page(str(folder)), Target)
    assert isinstance(find("lab:session#encrypted"), Problem)


def test_the_interpreter_is_that_of_the_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the folder or the file that is named, of the current folder for a module; a lab has ours."""
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    shop = tmp_path / "shop"
    python = make_environment(shop / ".venv") / "bin" / "python"
    (shop / "web").mkdir()
    (shop / "web" / "app.py").touch()
    for spec in (str(shop), f"{shop}/web/app.py", f"{shop}/web/app.py:make('a:b')", f"{shop}/web/app:app"):
        assert choose_for(spec).python == python
    monkeypatch.chdir(shop)
    assert choose_for("httpbin:app").python == python
    assert choose_for("", "fumehood").python is None
    assert choose_for("lab:session").python is None
    assert not choose_for("lab:session").is_fallback


def test_an_installed_app_is_found_in_that_interpreter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the name of its module."""
    monkeypatch.chdir(tmp_path)
    folder = make_environment(tmp_path / ".venv")
    (folder / "lib" / "python3.12" / "site-packages" / "httpbin").mkdir()
    assert isinstance(find("httpbin:app", choose_for("httpbin:app", str(folder))), Target)
    assert isinstance(find("httpbin:app", choose_for("httpbin:app", "fumehood")), Problem)


def test_the_interpreter_of_a_program_is_that_of_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then that of the current folder, which counts more than one of a folder above the file."""
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    shop = tmp_path / "shop"
    (shop / "web").mkdir(parents=True)
    (shop / "web" / "app.py").touch()
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    above = make_environment(shop / ".venv") / "bin" / "python"
    program, choice = find_program("../shop/web/app.py --port 80")
    assert isinstance(program, Target)
    assert (program.root, choice.python) == (here, above)
    ours = make_environment(here / ".venv") / "bin" / "python"
    assert find_program("../shop/web/app.py")[1].python == ours
    own = make_environment(shop / "web" / ".venv") / "bin" / "python"
    assert find_program("../shop/web/app.py")[1].python == own
    assert find_program("none.py")[1].python == ours
    assert find_program("../shop/web/app.py", "fumehood")[1].python is None
