"""Tests of trust in the code of an app."""

import colorsys
from pathlib import Path

import flask
import pytest

from tests.support.environment_folders import make_environment
from tests.support.workbench_client import WorkbenchClient


def test_trust_in_a_file_covers_only_that_file(workbench: WorkbenchClient, project: Path) -> None:
    """Trust in a file covers neither its folder nor other files in it; the question names the file."""
    (project / "other.py").write_text((project / "app.py").read_text())
    asked = workbench.post("/open", {"target": str(project / "app.py")}).text
    assert "This file alone" in asked
    assert f">{project / 'app.py'}<" in asked
    workbench.post("/open", {"target": str(project / "app.py"), "trust": "yes"})
    assert "with your rights" in workbench.post("/open", {"target": str(project / "other.py:app")}).text
    folder = workbench.post("/open", {"target": str(project)}).text
    assert "This folder and everything in it" in folder
    again = workbench.post("/open", {"target": str(project / "app.py")})
    assert again.headers["HX-Redirect"] == "/bench/g1"


def test_trust_in_a_module_is_in_its_own_code(
    workbench: WorkbenchClient, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A module is trusted as its file, a package as its folder, also where it is installed."""
    (project / "pack").mkdir()
    monkeypatch.chdir(project)
    assert f">{project / 'app.py'}<" in workbench.post("/open", {"target": "app:app"}).text
    assert f">{project / 'pack'}<" in workbench.post("/open", {"target": "pack:make()"}).text
    assert f">{Path(flask.__file__).parent}<" in workbench.post("/open", {"target": "flask.app:Flask"}).text
    assert f">{colorsys.__file__}<" in workbench.post("/open", {"target": "colorsys:app"}).text


def test_trust_in_an_installed_app_is_in_that_of_its_interpreter(
    workbench: WorkbenchClient, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the chosen environment has it; a colon in an argument is no part of the name."""
    monkeypatch.chdir(project)
    package = make_environment(project / ".venv") / "lib" / "python3.12" / "site-packages" / "httpbin"
    package.mkdir()
    assert f">{package}<" in workbench.post("/open", {"target": "httpbin:app"}).text
    asked = workbench.post("/open", {"target": "app:make('a:b')"}).text
    assert f">{project / 'app.py'}<" in asked


def test_a_lab_needs_no_trust(workbench: WorkbenchClient) -> None:
    """The code of the labs came with Fumehood."""
    slug = workbench.services.catalogue.labs[0].slug
    assert workbench.post("/open", {"target": f"lab:{slug}"}).headers["HX-Redirect"] == "/bench/g1"
