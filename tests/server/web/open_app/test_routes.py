"""Tests of opening an app: its target, the question of trust, and the way to its bench."""

import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from server.model.guest import GuestState, GuestStatus, Route, TargetKind
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.store.records import ProjectSettings
from server.web.open_app import routes as open_app
from tests.support.fake_guests import READY
from tests.support.odd_names import odd_folders
from tests.support.workbench_client import WorkbenchClient


@pytest.mark.hardness("untrusted-project")
def test_a_project_asks_for_trust_once(workbench: WorkbenchClient, project: Path) -> None:
    """The page explains what running means before anything runs, and asks only once."""
    asked = workbench.post("/open", {"target": str(project)})
    assert "with your rights" in asked.text
    assert "does not protect from code that means harm" in asked.text
    assert workbench.guests.all() == ()
    agreed = workbench.post("/open", {"target": str(project), "trust": "yes"})
    assert agreed.headers["HX-Redirect"] == "/bench/g1"
    assert workbench.post("/open", {"target": str(project)}).headers["HX-Redirect"] == "/bench/g1"


def test_a_place_in_a_lab_is_read(workbench: WorkbenchClient) -> None:
    """The name of a claim opens its page, in the field of the form as on the command line."""
    lab = workbench.services.catalogue.labs[0]
    answer = workbench.post("/open", {"target": f"lab:{lab.slug}#{lab.claims[0].id}"})
    assert answer.headers["HX-Redirect"] == f"/handbook/{lab.slug}#claim-{lab.claims[0].id}"
    for answer in (
        workbench.post("/open", {"target": f"lab:{lab.slug}#nowhere-at-all"}),
        workbench.get(f"/open?target=lab:{lab.slug}%23nowhere-at-all"),
    ):
        assert "has no place named nowhere-at-all" in answer.text
    assert workbench.guests.all() == ()


@pytest.mark.parametrize("target", ["", "   ", "/no/such/folder", "lab:none", "no.such.module:app"])
def test_a_target_that_cannot_be_opened_is_explained(workbench: WorkbenchClient, target: str) -> None:
    """A mistake is explained in place with cause and remedy, and nothing is started."""
    answer = workbench.post("/open", {"target": target})
    assert answer.status_code == 422
    assert 'class="problem"' in answer.text
    assert workbench.guests.all() == ()


def test_a_missing_interpreter_is_explained(workbench: WorkbenchClient, project: Path) -> None:
    """An interpreter that cannot run is reported before anything is started."""
    answer = workbench.post("/open", {"target": str(project), "python": "/no/such/python", "trust": "yes"})
    assert answer.status_code == 422
    assert workbench.guests.all() == ()


def test_an_opened_app_is_recent_and_limited(workbench: WorkbenchClient, project: Path) -> None:
    """An opened app is listed on Home, and runs with the limits of the settings."""
    workbench.store.settings.set("memory_mb", 256)
    workbench.post("/open", {"target": str(project), "trust": "yes"})
    assert workbench.guests.limits is not None
    assert workbench.guests.limits.memory_mb == 256
    home = workbench.get("/").text
    assert 'href="/bench/g1"' in home
    workbench.guests.remove("g1")
    assert ">Start<" in workbench.get("/").text
    workbench.post("/recent/forget", {"target": str(workbench.store.recent.list()[0].target.spec)})
    assert workbench.store.recent.list() == ()


def test_a_recent_app_is_found_from_any_folder(
    workbench: WorkbenchClient, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An app that was opened by a relative path opens again from another current folder."""
    monkeypatch.chdir(project.parent)
    workbench.post("/open", {"target": "shop", "trust": "yes"})
    spec = workbench.store.recent.list()[0].target.spec
    monkeypatch.chdir("/")
    assert workbench.post("/open", {"target": spec, "recent": "yes"}).headers["HX-Redirect"] == "/bench/g1"
    workbench.guests.remove("g1")
    workbench.post("/open", {"target": spec, "recent": "yes"})
    assert workbench.guests.all()[0].target.root == project


@pytest.mark.hardness("untrusted-project")
def test_reading_the_open_page_runs_nothing(workbench: WorkbenchClient, project: Path) -> None:
    """A link to open an app shows the question of trust, and neither starts nor trusts anything."""
    text = workbench.get(f"/open?target={project}&python=/x/python").text
    assert "with your rights" in text
    assert f'name="target" value="{project}"' in text
    assert 'value="/x/python"' in text
    assert "data-open-at-once" not in text
    assert workbench.guests.all() == ()
    assert not workbench.store.trust.is_granted(project)


def test_the_open_page_opens_trusted_apps_by_itself(workbench: WorkbenchClient, project: Path) -> None:
    """The page opens a trusted project by itself, but not if it names an interpreter."""
    workbench.store.trust.grant(project)
    assert "data-open-at-once" in workbench.get(f"/open?target={project}").text
    assert "data-open-at-once" not in workbench.get(f"/open?target={project}&python=/x/python").text
    assert workbench.guests.all() == ()


def test_the_open_page_explains_a_missing_target(workbench: WorkbenchClient) -> None:
    """A target that does not exist is reported above the form; without a target there is only the form."""
    assert 'class="problem"' in workbench.get("/open?target=/no/such/folder").text


def test_the_name_that_was_meant_is_a_button(workbench: WorkbenchClient, project: Path) -> None:
    """On the page, and below the field in which it was typed."""
    wrong = f"{project}x"
    button = f"Open {project}</button>"
    assert button in workbench.get(f"/open?target={wrong}").text
    assert button in workbench.post("/open", {"target": wrong}).text
    assert 'class="problem"' not in workbench.get("/open").text


def test_one_button_leads_to_the_details_of_a_request(workbench: WorkbenchClient) -> None:
    """The first button starts a lab, sends a request, and lands on that exchange; again it uses the lab."""
    answer = workbench.post("/try")
    number = workbench.store.rows()[0].id
    assert answer.headers["HX-Redirect"] == f"/bench/g1?exchange={number}"
    workbench.post("/try")
    assert len(workbench.guests.all()) == 1


def test_a_lab_that_does_not_start_leads_to_its_bench(
    workbench: WorkbenchClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bench of a lab that does not start explains why."""
    crashed = GuestStatus(
        state=GuestState.CRASHED, problem=Problem(code=ProblemCode.INTERNAL, cause="c", remedy="r")
    )
    monkeypatch.setattr("tests.support.fake_guests.READY", crashed)
    assert workbench.post("/try").headers["HX-Redirect"] == "/bench/g1"


def test_a_lab_that_does_not_answer_is_reported(workbench: WorkbenchClient) -> None:
    """A first request that fails is reported on Home."""
    workbench.post("/try")
    workbench.guests.all()[0].answer = lambda outgoing, number: Problem(
        code=ProblemCode.TIMEOUT, cause="Too slow.", remedy="Wait."
    )
    answer = workbench.post("/try")
    assert answer.status_code == 422
    assert "Too slow." in answer.text


def test_the_first_request_goes_where_no_argument_is_needed() -> None:
    """It is `/` if it exists, otherwise the first route without arguments that answers GET."""
    rule = Route(rule="/a/<x>", endpoint="a", methods=("GET",), arguments=("x",))
    post = Route(rule="/b", endpoint="b", methods=("POST",), arguments=())
    plain = Route(rule="/c", endpoint="c", methods=("GET",), arguments=())
    assert open_app._first_request((rule, post, plain)).path == "/c"
    assert open_app._first_request((rule, post)).path == "/"
    assert open_app._first_request(READY.routes).path == "/"


def test_the_first_request_of_the_first_lab_changes_its_session() -> None:
    """If the app has a login it is the first request, which shows more than a page would."""
    login = Route(rule="/login", endpoint="login", methods=("POST",), arguments=())
    sent = open_app._first_request((*READY.routes, login))
    assert (sent.method, sent.path, sent.body) == ("POST", "/login", b"name=Ada")


def test_an_app_is_run_as_a_program(workbench: WorkbenchClient, project: Path) -> None:
    """The choice of the form and the arguments become the target; the file alone is trusted."""
    file = project / "app.py"
    form = {"target": str(file), "run": "yes", "arguments": "--port 80"}
    asked = workbench.post("/open", form)
    assert str(file) in asked.text
    assert workbench.post("/open", {**form, "trust": "yes"}).headers["HX-Redirect"] == "/bench/g1"
    target = workbench.guests.all()[0].target
    assert (target.kind, target.root, target.app) == (TargetKind.PROGRAM, project, "app.py --port 80")
    again = workbench.store.recent.list()[0].target.spec
    assert workbench.post("/open", {"target": again}).headers["HX-Redirect"] == "/bench/g1"


def test_an_app_keeps_its_port_and_its_limits(workbench: WorkbenchClient, project: Path) -> None:
    """What was chosen for it holds when it is opened again, and the last port where none was chosen."""
    form = {"target": str(project), "trust": "yes"}
    workbench.post("/open", form)
    target = workbench.guests.all()[0].target
    workbench.store.projects.save(target, ProjectSettings(memory_mb=333, last_port=4711))
    earlier = workbench.store.projects.of_guest("g1")
    workbench.guests.remove("g1")
    workbench.post("/open", form)
    opened = workbench.guests
    assert opened.limits is not None
    assert (opened.limits.memory_mb, opened.port) == (333, 4711)
    workbench.store.projects.save(target, ProjectSettings(port=5001, last_port=4711))
    workbench.guests.all()[0].stop()
    workbench.post("/open", form)
    assert workbench.guests.port == 5001
    assert workbench.store.projects.of_guest(workbench.guests.all()[0].id) == earlier


def test_several_apps_are_a_choice(workbench: WorkbenchClient, project: Path) -> None:
    """Each with what was seen in it; the chosen one runs in the folder that was named."""
    (project / "app.py").rename(project / "one.py")
    (project / "two.py").write_text("from flask import Flask\napp = Flask(__name__)\n")
    for text in (
        workbench.post("/open", {"target": str(project)}).text,
        workbench.get(f"/open?target={project}").text,
    ):
        assert "has several apps" in text
        assert f'value="{project}:two.py"' in text
        assert "app = Flask(…)" in text
    workbench.post("/open", {"target": f"{project}:two.py", "trust": "yes"})
    target = workbench.guests.all()[0].target
    assert (target.root, target.app) == (project, "two.py")


def test_a_choice_below_main_is_a_program_and_one_with_arguments_is_written(
    workbench: WorkbenchClient, project: Path
) -> None:
    """Only the user knows the arguments of a factory."""
    main = "from flask import Flask\nif __name__ == '__main__':\n    app = Flask(__name__)\n    app.run()\n"
    (project / "app.py").rename(project / "factory.py")
    (project / "factory.py").write_text(
        "from flask import Flask\ndef create_app(url):\n    return Flask(url)\n"
    )
    (project / "start.py").write_text(main)
    text = workbench.post("/open", {"target": str(project)}).text
    assert "factory.py:create_app(url=&#39;…&#39;)" in text
    assert f'value="run:{project}/start.py"' in text
    assert text.count("<form") == 1


def test_a_program_runs_in_the_folder_of_its_project(
    workbench: WorkbenchClient, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the folder that was opened, through the question of trust; else in that of the file's project."""
    monkeypatch.chdir(project.parent)
    (project / "web").mkdir()
    (project / "web" / "start.py").write_text("from flask import Flask\nFlask(__name__).run()\n")
    sent = {"target": f"run:{project}/web/start.py", "folder": str(project)}
    assert f'name="folder" value="{project}"' in workbench.post("/open", sent).text
    workbench.post("/open", {**sent, "trust": "yes"})
    workbench.post("/open", {"target": f"run:{project.name}/web/start.py", "trust": "yes"})
    found = [(guest.target.root, guest.target.app) for guest in workbench.guests.all()]
    assert sorted(found) == [(project, "web/start.py"), (project / "web", "start.py")]


@pytest.mark.slow
@pytest.mark.hardness("odd-names")
def test_every_field_takes_every_name(
    workbench: WorkbenchClient, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """Each field for a path answers for each name; an app is asked about and opened by its folder."""
    folders = odd_folders(tmp_path, "from flask import Flask\napp = Flask(__name__)\n")
    workbench.get("/open?target=" + quote(os.fsencode(folders[0])))
    tried = 0
    for folder in folders:
        if str(folder) != os.fsencode(folder).decode("utf-8", "replace"):
            assert workbench.get_fragment("/open?target=" + quote(os.fsencode(folder))).status_code == 200
            continue  # no form can send it
        path = str(folder)
        asked = workbench.post("/open", {"target": path})
        assert 'name="trust"' in asked.text, path
        opened = workbench.post("/open", {"target": path, "trust": "yes"})
        assert opened.headers["HX-Redirect"].startswith("/bench/"), path
        for address, form in (
            ("/open", {"target": path, "folder": path, "python": path}),
            ("/settings", {"own_labs": path}),
            ("/handbook/mvc/keep", {"folder": path}),
            ("/handbook/proof", {"python": path, "others": "yes"}),
            ("/handbook/own/trust", {"folder": path}),
            ("/recent/forget", {"target": path}),
        ):
            assert workbench.post(address, form).status_code < 500, (address, path)
            tried += 1
    record_property("tried", tried)
