"""The interpreter of an app on the page that opens it."""

import os
from pathlib import Path

import pytest

from server.runner.environments.choice import OWN_NAME
from server.web.open_app import interpreter
from tests.support.environment_folders import make_environment
from tests.support.workbench_client import WorkbenchClient


@pytest.fixture(autouse=True)
def _nothing_active(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("VIRTUAL_ENV", "CONDA_PREFIX", "PYENV_ROOT", "PYENV_VERSION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))


@pytest.mark.hardness("untrusted-project")
def test_the_question_of_trust_shows_the_interpreters_and_starts_none(
    workbench: WorkbenchClient, project: Path
) -> None:
    """The first is chosen, the others and Fumehood's own can be; their files are only read."""
    first, other = make_environment(project / ".venv"), make_environment(project / "venv", "3.9.18", "2.3.3")
    for text in (
        workbench.post("/open", {"target": str(project)}).text,
        workbench.get(f"/open?target={project}").text,
    ):
        assert f'<option value="{first}/bin/python" selected>Python 3.12.1, Flask 3.1.3' in text
        assert f'<option value="{other}/bin/python">Python 3.9.18, Flask 2.3.3' in text
        assert f'<option value="{OWN_NAME}">' in text
        assert "No environment was found" not in text
    assert not list(project.rglob("STARTED"))


def test_the_chosen_interpreter_runs_the_app(workbench: WorkbenchClient, project: Path) -> None:
    """What was found without being named is looked up again at the next opening."""
    python = make_environment(project / ".venv") / "bin" / "python"
    workbench.post("/open", {"target": str(project), "trust": "yes"})
    guest = workbench.guests.all()[0]
    assert (guest.python, guest.notice) == (python, None)
    assert workbench.store.recent.list()[0].python is None
    workbench.post("/open", {"target": str(project), "python": OWN_NAME})
    guest = workbench.guests.all()[0]
    assert (guest.python, guest.notice) == (None, None)
    assert workbench.store.recent.list()[0].python == Path(OWN_NAME)


def test_without_an_environment_there_is_a_warning(workbench: WorkbenchClient, project: Path) -> None:
    """In the question, and on the bench with what to do."""
    assert "No environment was found" in workbench.post("/open", {"target": str(project)}).text
    workbench.post("/open", {"target": str(project), "python": "", "trust": "yes"})
    guest = workbench.guests.all()[0]
    assert guest.notice is not None
    bench = workbench.get(f"/bench/{guest.id}").text
    assert "No environment was found" in bench
    assert "choose another Python above" in bench
    workbench.store.settings.set("language", "sv")
    assert "No environment was found" not in workbench.get(f"/bench/{guest.id}").text


@pytest.mark.skipif(os.name == "nt", reason="the environment is one of POSIX")
def test_an_environment_outside_the_trusted_folder_is_asked_about_once(
    workbench: WorkbenchClient, project: Path, tmp_path: Path
) -> None:
    """Trust in an app from before does not include an interpreter that appears later elsewhere."""
    workbench.store.trust.grant(project)
    assert workbench.post("/open", {"target": str(project)}).headers["HX-Redirect"] == "/bench/g1"
    make_environment(tmp_path / ".venv")
    tmp_path.chmod(0o755)
    asked = workbench.post("/open", {"target": str(project)})
    assert "with your rights" in asked.text
    assert "data-open-at-once" not in workbench.get(f"/open?target={project}").text
    workbench.post("/open", {"target": str(project), "trust": "yes"})
    again = workbench.post("/open", {"target": str(project)})
    assert again.headers["HX-Redirect"] == "/bench/g1"


def test_the_environments_of_the_project_are_offered_in_the_form(
    workbench: WorkbenchClient, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the interpreters of this machine, and without being started."""
    monkeypatch.setattr("server.web.open_app.routes.discover_interpreters", lambda: ())
    python = make_environment(project / ".venv") / "bin" / "python"
    text = workbench.get(f"/interpreters?target={project}").text
    assert f'<option value="{python}">Python 3.12.1, Flask 3.1.3: it is in the project&#39;s folder' in text
    assert not list(project.rglob("STARTED"))


def test_a_named_interpreter_is_among_the_options(workbench: WorkbenchClient, project: Path) -> None:
    """Also one that is nowhere: it is reported when the app is opened."""
    with workbench.app.app_context():
        options = interpreter.options(interpreter.choose(str(project), "/x/python"))
    assert [(option.value, option.chosen) for option in options] == [("/x/python", True), (OWN_NAME, False)]


def test_a_lab_has_fumehoods_interpreter(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is in the folder where Fumehood was started."""
    make_environment(project / ".venv")
    monkeypatch.chdir(project)
    assert interpreter.choose("lab:session", "").python is None
    assert interpreter.choose("app:app", "").python is not None
