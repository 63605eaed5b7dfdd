"""The app in a folder is found by reading its files."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from server.model.guest import Target
from server.model.problem import Problem
from server.runner.targets.resolve import resolve_target

APP = "from flask import Flask\napp = Flask(__name__)\n"


def resolve(spec: str, cwd: Path) -> Target | Problem:
    """Resolve `spec` in a folder."""
    return resolve_target(spec, lab=lambda _: None, cwd=cwd)


def test_flaskenv_comes_first(tmp_path: Path) -> None:
    """FLASK_APP in .flaskenv is used before app.py."""
    (tmp_path / "app.py").write_text(APP)
    (tmp_path / ".flaskenv").write_text("DEBUG=1\nexport FLASK_APP='site:make'  # ours\n")
    found = resolve(".", tmp_path)
    assert isinstance(found, Target)
    assert found.app == "site:make"
    (tmp_path / ".flaskenv").write_text("DEBUG=1\n")
    found = resolve(".", tmp_path)
    assert isinstance(found, Target)
    assert found.app == ""


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
        here = Path(name)
        here.chmod(0o755)
        (here / "locked").mkdir(mode=0)
        with without_root():
            assert isinstance(resolve("locked", here), Problem)
