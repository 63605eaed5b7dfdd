"""FLASK_APP in the environment and in the files of python-dotenv."""

from pathlib import Path

import pytest

from server.runner.targets.flask_setting import flask_app_setting


class Packages:
    """An interpreter with or without python-dotenv."""

    def __init__(self, *names: str) -> None:
        self._names = names

    def locate(self, name: str) -> Path | None:
        """Return a place for the names that are there."""
        return Path("/lib", name) if name in self._names else None


BARE, DOTENV = Packages(), Packages("dotenv")


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("FLASK_APP=run.py", "run.py"),
        ("  export FLASK_APP = run.py  # ours", "run.py"),
        ("FLASK_APP='site:make'  # ours", "site:make"),
        ("""FLASK_APP='pkg:create_app("x y")'""", 'pkg:create_app("x y")'),
        (r'''FLASK_APP="pkg:create_app(\"x # y\")"''', 'pkg:create_app("x # y")'),
        ("""FLASK_APP=pkg:create_app('x#y')""", "pkg:create_app('x#y')"),
        ("DEBUG=1\nFLASK_APP=run.py\nFLASK_APP_NAME=x", "run.py"),
        ("#FLASK_APP=run.py", None),
        ("MY_FLASK_APP=run.py", None),
        ("FLASK_APP=", None),
    ],
)
def test_files_are_read_where_flask_cannot_read_them(tmp_path: Path, line: str, value: str | None) -> None:
    """With the quoting of python-dotenv; where the guest has that, its own Flask reads them."""
    (tmp_path / ".flaskenv").write_text(f"{line}\n")
    assert flask_app_setting(tmp_path, BARE, {}) == value
    assert flask_app_setting(tmp_path, DOTENV, {}) == (None if value is None else "")


def test_the_order_is_that_of_flask(tmp_path: Path) -> None:
    """The environment, .env, .flaskenv; each also in a folder above; and none if Flask is told so."""
    (tmp_path / ".flaskenv").write_text("FLASK_APP=low.py\n")
    (tmp_path / "web").mkdir()
    assert flask_app_setting(tmp_path / "web", BARE, {}) == "low.py"
    (tmp_path / ".env").write_text("FLASK_APP=high.py\n")
    assert flask_app_setting(tmp_path / "web", BARE, {}) == "high.py"
    assert flask_app_setting(tmp_path / "web", BARE, {"FLASK_APP": "first.py"}) == ""
    assert flask_app_setting(tmp_path / "web", BARE, {"FLASK_SKIP_DOTENV": "1"}) is None
    assert flask_app_setting(tmp_path / "web", BARE, {"FLASK_SKIP_DOTENV": "0"}) == "high.py"
