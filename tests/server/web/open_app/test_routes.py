"""Opening an app: what was pointed at, the question of trust, and the way to its bench."""

import colorsys
from pathlib import Path

import flask
import pytest

from server.model.guest import GuestState, GuestStatus, Route
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.web.open_app import routes as open_app
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


def test_trust_in_a_file_is_in_that_file_alone(stage: Stage, project: Path) -> None:
    """Trust in one file is none in its folder, nor in what lies beside it; the question names it."""
    (project / "other.py").write_text((project / "app.py").read_text())
    asked = stage.post("/open", {"target": str(project / "app.py")}).text
    assert "This file alone" in asked
    assert f">{project / 'app.py'}<" in asked
    stage.post("/open", {"target": str(project / "app.py"), "trust": "yes"})
    assert "with your rights" in stage.post("/open", {"target": str(project / "other.py:app")}).text
    folder = stage.post("/open", {"target": str(project)}).text
    assert "This folder and everything in it" in folder
    again = stage.post("/open", {"target": str(project / "app.py")})
    assert again.headers["HX-Redirect"] == "/bench/g2"


def test_trust_in_a_module_is_in_its_own_code(
    stage: Stage, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A module is trusted as its file, a package as its folder, an installed one where it lies."""
    (project / "pack").mkdir()
    monkeypatch.chdir(project)
    assert f">{project / 'app.py'}<" in stage.post("/open", {"target": "app:app"}).text
    assert f">{project / 'pack'}<" in stage.post("/open", {"target": "pack:make()"}).text
    assert f">{Path(flask.__file__).parent}<" in stage.post("/open", {"target": "flask.app:Flask"}).text
    assert f">{colorsys.__file__}<" in stage.post("/open", {"target": "colorsys:app"}).text


def test_a_lab_needs_no_trust(stage: Stage) -> None:
    """What came with Fumehood runs unasked."""
    slug = stage.services.catalogue.labs[0].slug
    assert stage.post("/open", {"target": f"lab:{slug}"}).headers["HX-Redirect"] == "/bench/g1"


def test_a_place_in_a_lab_is_read(stage: Stage) -> None:
    """What leads to a claim when it is named on a command line does so in the field too."""
    lab = stage.services.catalogue.labs[0]
    answer = stage.post("/open", {"target": f"lab:{lab.slug}#{lab.claims[0].id}"})
    assert answer.headers["HX-Redirect"] == f"/handbook/{lab.slug}#claim-{lab.claims[0].id}"
    for answer in (
        stage.post("/open", {"target": f"lab:{lab.slug}#nowhere-at-all"}),
        stage.get(f"/open?target=lab:{lab.slug}%23nowhere-at-all"),
    ):
        assert "has no place named nowhere-at-all" in answer.text
    assert stage.guests.all() == ()


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
    """A link to open an app asks for trust as a page, and neither starts anything nor trusts anything."""
    text = stage.get(f"/open?target={project}&python=/x/python").text
    assert "with your rights" in text
    assert f'name="target" value="{project}"' in text
    assert 'value="/x/python"' in text
    assert "data-open-at-once" not in text
    assert stage.guests.all() == ()
    assert not stage.store.trust.granted(project)


def test_the_open_page_opens_what_may_run_by_itself(stage: Stage, project: Path) -> None:
    """A trusted project is sent by the page's own form; on a named interpreter by hand alone."""
    stage.store.trust.grant(project)
    assert "data-open-at-once" in stage.get(f"/open?target={project}").text
    assert "data-open-at-once" not in stage.get(f"/open?target={project}&python=/x/python").text
    assert stage.guests.all() == ()


def test_the_open_page_explains_what_is_not_there(stage: Stage) -> None:
    """A target that names nothing is a sentence above the form; without a target there is just the form."""
    assert 'class="problem"' in stage.get("/open?target=/no/such/folder").text
    assert 'class="problem"' not in stage.get("/open").text


def test_launched_again_it_comes_to_the_same_bench(stage: Stage, project: Path) -> None:
    """A second launch with the same target finds the app that runs; a stopped one is started anew."""
    stage.store.trust.grant(project)
    said = {"target": str(project), "launched": "yes"}
    assert stage.post("/open", said).headers["HX-Redirect"] == "/bench/g1"
    assert stage.post("/open", said).headers["HX-Redirect"] == "/bench/g1"
    stage.guests.all()[0].stop()
    assert stage.post("/open", said).headers["HX-Redirect"] == "/bench/g2"


def test_one_button_leads_to_the_inside_of_a_request(stage: Stage) -> None:
    """The first button starts a lab, sends a request, and lands on that exchange; again it uses the lab."""
    answer = stage.post("/try")
    number = stage.store.rows()[0].id
    assert answer.headers["HX-Redirect"] == f"/bench/g1?exchange={number}"
    stage.post("/try")
    assert len(stage.guests.all()) == 1


def test_a_lab_that_does_not_start_leads_to_its_bench(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the lab fails, its bench explains it."""
    crashed = GuestStatus(
        state=GuestState.CRASHED, problem=Problem(code=ProblemCode.INTERNAL, cause="c", remedy="r")
    )
    monkeypatch.setattr("tests.server.web.stage.READY", crashed)
    assert stage.post("/try").headers["HX-Redirect"] == "/bench/g1"


def test_a_lab_that_does_not_answer_says_so(stage: Stage) -> None:
    """A first request that fails is a sentence on Home."""
    stage.post("/try")
    stage.guests.all()[0].answer = lambda outgoing, number: Problem(
        code=ProblemCode.TIMEOUT, cause="Too slow.", remedy="Wait."
    )
    answer = stage.post("/try")
    assert answer.status_code == 422
    assert "Too slow." in answer.text


def test_the_first_request_goes_where_no_argument_is_needed() -> None:
    """`/` where there is one, otherwise the first route that can be read without arguments."""
    rule = Route(rule="/a/<x>", endpoint="a", methods=("GET",), arguments=("x",))
    post = Route(rule="/b", endpoint="b", methods=("POST",), arguments=())
    plain = Route(rule="/c", endpoint="c", methods=("GET",), arguments=())
    assert open_app._telling((rule, post, plain)).path == "/c"
    assert open_app._telling((rule, post)).path == "/"
    assert open_app._telling(READY.routes).path == "/"


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
    sent = open_app._telling((*READY.routes, login))
    assert (sent.method, sent.path, sent.body) == ("POST", "/login", b"name=Ada")
