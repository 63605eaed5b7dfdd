"""Opening an app: what was pointed at, the question of trust, and the way to its bench."""

from pathlib import Path

import pytest

from server.model.guest import GuestState, GuestStatus, Problem, Route
from server.web import opening
from tests.server.web.stage import READY, Stage


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with an app."""
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "app.py").write_text("from flask import Flask\napp = Flask(__name__)\n")
    return folder


def test_a_project_asks_for_trust_once(stage: Stage, project: Path) -> None:
    """Before the first start the page says what running means; nothing runs before, and it asks once."""
    asked = stage.post("/open", {"target": str(project)})
    assert "with your rights" in asked.text
    assert "does not protect from code that means harm" in asked.text
    assert stage.guests.all() == ()
    agreed = stage.post("/open", {"target": str(project), "trust": "yes"})
    assert agreed.headers["HX-Redirect"] == "/bench/g1"
    assert stage.post("/open", {"target": str(project)}).headers["HX-Redirect"] == "/bench/g2"


def test_a_lab_needs_no_trust(stage: Stage) -> None:
    """What came with Fumehood runs unasked."""
    slug = stage.services.catalogue.labs[0].slug
    assert stage.post("/open", {"target": f"lab:{slug}"}).headers["HX-Redirect"] == "/bench/g1"


@pytest.mark.parametrize("target", ["", "   ", "/no/such/folder", "lab:none", "no.such.module:app"])
def test_what_cannot_be_opened_is_explained(stage: Stage, target: str) -> None:
    """A slip is answered in place, cause and remedy, and starts nothing."""
    answer = stage.post("/open", {"target": target})
    assert answer.status_code == 422
    assert 'class="problem"' in answer.text
    assert stage.guests.all() == ()


def test_a_python_that_is_none_is_explained(stage: Stage, project: Path) -> None:
    """An interpreter that cannot run is said before anything starts."""
    answer = stage.post("/open", {"target": str(project), "python": "/no/such/python", "trust": "yes"})
    assert answer.status_code == 422
    assert stage.guests.all() == ()


def test_an_opened_app_is_recent_and_limited(stage: Stage, project: Path) -> None:
    """What was opened stands on Home, and the limits of the settings hold for it."""
    stage.store.settings.set("memory_mb", 256)
    stage.post("/open", {"target": str(project), "trust": "yes"})
    assert stage.guests.limits is not None
    assert stage.guests.limits.memory_mb == 256
    home = stage.get("/").text
    assert "To the bench" in home
    stage.guests.forget("g1")
    assert ">Start<" in stage.get("/").text
    stage.post("/recent/forget", {"target": str(stage.store.recent.list()[0].target.spec)})
    assert stage.store.recent.list() == ()


def test_a_recent_app_is_found_from_any_folder(
    stage: Stage, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was opened by a relative path opens again although we run in another folder now."""
    monkeypatch.chdir(project.parent)
    stage.post("/open", {"target": "shop", "trust": "yes"})
    spec = stage.store.recent.list()[0].target.spec
    monkeypatch.chdir("/")
    assert stage.post("/open", {"target": spec, "recent": "yes"}).headers["HX-Redirect"] == "/bench/g2"
    assert stage.guests.all()[1].target.root == project


def test_reading_the_open_page_runs_nothing(stage: Stage, project: Path) -> None:
    """A link to open an app only fills the form."""
    text = stage.get(f"/open?target={project}&python=/x/python").text
    assert f'value="{project}"' in text
    assert 'value="/x/python"' in text
    assert stage.guests.all() == ()


def test_one_button_leads_to_the_inside_of_a_request(stage: Stage) -> None:
    """The first button starts a lab, sends a request, and lands on that exchange; again it uses the lab."""
    answer = stage.post("/try")
    number = stage.store.rows()[0].id
    assert answer.headers["HX-Redirect"] == f"/bench/g1?exchange={number}"
    stage.post("/try")
    assert len(stage.guests.all()) == 1


def test_a_lab_that_does_not_start_leads_to_its_bench(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the lab fails, its bench explains it."""
    crashed = GuestStatus(state=GuestState.CRASHED, problem=Problem(code="x", cause="c", remedy="r"))
    monkeypatch.setattr("tests.server.web.stage.READY", crashed)
    assert stage.post("/try").headers["HX-Redirect"] == "/bench/g1"


def test_a_lab_that_does_not_answer_says_so(stage: Stage) -> None:
    """A first request that fails is a sentence on Home."""
    stage.post("/try")
    stage.guests.all()[0].answer = lambda outgoing, number: Problem(
        code="timeout", cause="Too slow.", remedy="Wait."
    )
    answer = stage.post("/try")
    assert answer.status_code == 422
    assert "Too slow." in answer.text


def test_the_first_request_goes_where_no_argument_is_needed() -> None:
    """`/` where there is one, otherwise the first route that can be read without arguments."""
    rule = Route(rule="/a/<x>", endpoint="a", methods=("GET",), arguments=("x",))
    post = Route(rule="/b", endpoint="b", methods=("POST",), arguments=())
    plain = Route(rule="/c", endpoint="c", methods=("GET",), arguments=())
    assert opening._telling((rule, post, plain)).path == "/c"
    assert opening._telling((rule, post)).path == "/"
    assert opening._telling(READY.routes).path == "/"


def test_home_shows_what_there_is(stage: Stage) -> None:
    """Chapters with progress, what is new, and the one button."""
    text = stage.get("/").text
    assert "Send a request and see inside" in text
    for chapter in stage.services.catalogue.chapters:
        assert chapter.title in text
    assert "predicted" in text


def test_the_first_request_of_the_first_lab_changes_its_session() -> None:
    """Where the lab has its login, that is the first request: it shows more than a page would."""
    login = Route(rule="/login", endpoint="login", methods=("POST",), arguments=())
    sent = opening._telling((*READY.routes, login))
    assert (sent.method, sent.path, sent.body) == ("POST", "/login", b"name=Ada")
