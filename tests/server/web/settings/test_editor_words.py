"""Tests of the choice of an editor in the settings."""

from pathlib import Path

import pytest

from server import preferences
from tests.server.editors.test_programs import program
from tests.server.web.settings.test_routes import WHOLE
from tests.support.workbench_client import WorkbenchClient


def test_the_settings_say_which_editors_are_installed(
    workbench: WorkbenchClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And which of them is used where nothing was chosen."""
    program(tmp_path / "zed")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.platform", "none")
    text = workbench.get("/settings").text
    assert "The first that is installed: Zed" in text
    assert "PyCharm (not found)" in text
    monkeypatch.setenv("PATH", "/nowhere")
    assert "none was found" in workbench.get("/settings").text


def test_a_chosen_editor_is_kept(workbench: WorkbenchClient) -> None:
    """A name that is none of the choices is refused; a form without the field changes nothing."""
    assert workbench.post("/settings", {**WHOLE, "editor": "vim"}).status_code == 204
    assert preferences.editor(workbench.store.settings) == "vim"
    assert workbench.post("/settings", {**WHOLE, "editor": "/bin/sh"}).status_code == 422
    assert workbench.post("/settings", WHOLE).status_code == 204
    assert preferences.editor(workbench.store.settings) == "vim"
