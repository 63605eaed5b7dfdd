"""Tests of Fumehood as the shell knows it."""

import re
from pathlib import Path

import pytest

from desktop.workbench.app_info import fumehood, user_paths
from tests.sources import ROOT


def test_the_shell_gets_files_that_exist() -> None:
    """Icon and translations are in the checkout."""
    app = fumehood()
    assert app.icon is not None
    assert app.icon.is_file()
    assert app.translations is not None
    assert app.translations.is_dir()


def test_the_window_begins_in_the_colour_of_the_pages() -> None:
    """The backgrounds are the token `--ground` of the style sheet."""
    tokens = (ROOT / "static" / "css" / "core" / "tokens.css").read_text("utf-8")
    assert "--ground: light-dark({}, {});".format(*fumehood().grounds) in tokens


def test_launch_tokens_are_secrets() -> None:
    """The pattern of secrets matches the token of a link and keeps what is before it."""
    link = "http://a.localhost:1/?launch=abc-DEF_123&x=1"
    assert re.sub(fumehood().secrets, r"\1…", link) == "http://a.localhost:1/?launch=…&x=1"


def test_the_variables_are_those_of_the_documents(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """FUMEHOOD_HOME moves the folders, and FUMEHOOD_DEBUG_PORT opens DevTools."""
    monkeypatch.setenv("FUMEHOOD_HOME", str(tmp_path))
    assert user_paths().data == tmp_path / "data"
    assert fumehood().debug_variable == "FUMEHOOD_DEBUG_PORT"
