"""The page of an app's settings."""

import os
import sys
from pathlib import Path

import pytest

from server.model.notice import Notice
from server.runner.guests.start_settings import StartSettings
from server.store.records import ProjectSettings, ProjectVariable
from tests.support.environment_folders import make_environment
from tests.support.fake_guests import FakeGuest
from tests.support.workbench_client import WorkbenchClient

TOKEN = "a-token-of-the-test"


@pytest.fixture
def guest(workbench: WorkbenchClient, tmp_path: Path) -> FakeGuest:
    """A project that was just opened."""
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "app.py").write_text("from flask import Flask\napp = Flask(__name__)\n")
    workbench.post("/open", {"target": str(folder), "trust": "yes"})
    return workbench.guests.all()[0]


def test_the_limits_and_the_port_of_an_app_are_stored_and_used(
    workbench: WorkbenchClient, guest: FakeGuest
) -> None:
    """The guest restarts with them; an empty field stands for the general setting."""
    workbench.store.settings.set("request_seconds", 7)
    answer = workbench.post(
        f"/bench/{guest.id}/settings", {"memory_mb": "2048", "port": "5001", "open_files": ""}
    )
    assert answer.headers["HX-Redirect"] == f"/bench/{guest.id}"
    assert workbench.store.projects.settings(guest.target) == ProjectSettings(memory_mb=2048, port=5001)
    limits = workbench.guests.limits
    assert limits is not None
    assert (limits.memory_mb, limits.request_seconds, workbench.guests.port) == (2048, 7, 5001)
    assert guest.calls == ["restart"]
    page = workbench.get(f"/bench/{guest.id}/settings").text
    assert page.index('name="port"') < page.index('value="5001"')
    workbench.post(f"/bench/{guest.id}/settings", {})
    assert workbench.store.projects.settings(guest.target) == ProjectSettings()


def test_what_runs_and_with_what_is_stored_and_used(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """Entry, arguments, working folder and variables; also when the app is opened again."""
    (guest.target.root / "data").mkdir()
    form = {
        "entry": "shop:create_app",
        "arguments": '"sqlite://"',
        "folder": "data",
        "variables-name": ["MODE", ""],
        "variables-value": ["test", ""],
        "secrets-name": "TOKEN",
        "secrets-value": TOKEN,
    }
    workbench.post(f"/bench/{guest.id}/settings", form)
    expected = StartSettings(
        entry="shop:create_app",
        arguments='"sqlite://"',
        folder=guest.target.root / "data",
        variables={"MODE": "test", "TOKEN": TOKEN},
        secrets=frozenset({"TOKEN"}),
    )
    assert guest.settings == expected
    workbench.guests.remove(guest.id)
    workbench.post("/open", {"target": str(guest.target.root)})
    assert workbench.guests.all()[0].settings == expected


@pytest.mark.hardness("leaked-secret")
def test_a_secret_value_is_neither_stored_with_the_rest_nor_shown(
    workbench: WorkbenchClient, guest: FakeGuest, caplog: pytest.LogCaptureFixture
) -> None:
    """An empty field keeps it, a removed row removes it."""
    at = f"/bench/{guest.id}/settings"
    workbench.post(at, {"secrets-name": "TOKEN", "secrets-value": TOKEN})
    stored = workbench.store.projects.settings(guest.target)
    assert stored.variables == (ProjectVariable(name="TOKEN", secret=True),)
    page = workbench.get(at).text
    assert 'value="TOKEN"' in page
    assert TOKEN not in page + caplog.text + repr(stored)
    workbench.post(at, {"secrets-name": "TOKEN", "secrets-value": ""})
    assert workbench.services.secrets.of(guest.target) == {"TOKEN": TOKEN}
    workbench.post(at, {})
    assert workbench.services.secrets.of(guest.target) == {}


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"port": "80"}, "Enter a whole number from"),
        ({"port": "x"}, "Enter a whole number from"),
        ({"port": "9" * 5000}, "Enter a whole number from"),
        ({"memory_mb": "1"}, "Enter a whole number from"),
        ({"open_files": "-5"}, "Enter a whole number from"),
        ({"folder": "nowhere"}, "nowhere is not a folder"),
        ({"arguments": '"a'}, "is not closed"),
        ({"variables-name": "A B", "variables-value": "1"}, "is not the name of an environment variable"),
        ({"variables-name": "", "variables-value": "1"}, "has a value and no name"),
        ({"secrets-name": "A", "secrets-value": "123"}, "too short to be recognised"),
        ({"python": "/no/such/python"}, "/no/such/python"),
    ],
)
def test_a_mistake_is_explained(
    workbench: WorkbenchClient, guest: FakeGuest, form: dict[str, str], said: str
) -> None:
    """The guest goes on as it is."""
    answer = workbench.post(f"/bench/{guest.id}/settings", {"memory_mb": "2048", **form})
    assert answer.status_code == 422
    assert said in answer.text
    assert guest.calls == []
    if "python" not in form:
        assert workbench.store.projects.settings(guest.target) == ProjectSettings()


@pytest.mark.skipif(os.name == "nt", reason="the environment is one of POSIX")
def test_the_interpreter_is_chosen_in_the_header_and_kept(
    workbench: WorkbenchClient, guest: FakeGuest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is used at every later opening; choosing what is found by itself keeps nothing."""
    for module in ("server.web.project.routes", "server.web.open_app.routes"):
        monkeypatch.setattr(f"{module}.usable_python", lambda choice: choice.python)
    options = workbench.get_fragment(f"/bench/{guest.id}/interpreters").text
    assert 'name="python"' in options
    assert "machine=yes" in options
    answer = workbench.post(f"/bench/{guest.id}/interpreter", {"python": sys.executable})
    assert answer.headers["HX-Redirect"] == f"/bench/{guest.id}"
    assert (guest.python, guest.calls) == (Path(sys.executable), ["restart"])
    assert workbench.store.projects.settings(guest.target).python == sys.executable
    workbench.guests.remove(guest.id)
    workbench.post("/open", {"target": str(guest.target.root)})
    again = workbench.guests.all()[0]
    assert again.python == Path(sys.executable)
    python = make_environment(guest.target.root / ".venv") / "bin" / "python"
    workbench.post(f"/bench/{again.id}/interpreter", {"python": str(python)})
    assert workbench.store.projects.settings(guest.target).python is None


def test_the_warning_about_the_interpreter_can_be_hidden_for_good(workbench: WorkbenchClient) -> None:
    """It stays away when the app is opened again, also after its limits were changed; other apps have it."""
    notice = Notice(cause="No environment was found.", remedy="Make one.")
    guest, other = workbench.open_guest(), workbench.open_guest(name="blog")
    guest.notice = other.notice = lambda: notice
    assert notice.cause in workbench.get(f"/bench/{guest.id}").text
    head = workbench.post(f"/bench/{guest.id}/notice").text
    assert notice.cause not in head
    assert guest.target.name in head
    workbench.post(f"/bench/{guest.id}/settings", {"memory_mb": "2048"})
    again = workbench.open_guest()
    again.notice = lambda: notice
    assert notice.cause not in workbench.get(f"/bench/{again.id}").text
    assert notice.cause in workbench.get(f"/bench/{other.id}").text


def test_a_variable_to_be_set_is_filled_in(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """The report of a crash leads there."""
    page = workbench.get(f"/bench/{guest.id}/settings?variable=DATABASE_URL").text
    assert 'value="DATABASE_URL"' in page
