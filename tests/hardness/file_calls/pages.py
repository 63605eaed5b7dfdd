"""The pages and forms that touch files, on real folders of a user and with guests that are no processes."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from unittest import mock

from server.handbook.catalogue import user_labs
from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.catalogue.user_labs import UserLabs
from server.model.outgoing_request import OutgoingRequest
from server.services import build
from server.web.base.background import start_thread
from tests.hardness.file_calls.trial import Action
from tests.support.environment_folders import make_environment
from tests.support.handbook_client import SAMPLE_LABS, HandbookClient, handbook_client
from tests.support.sample_lab import write_lab

APP = "from flask import Flask\napp = Flask(__name__)\n"
PRINTED = (SAMPLE_LABS / "7-state" / "visits" / "app.py").read_text("utf-8")
CHANGED = PRINTED.replace("+ 1", "+ 2")
# Errors of files are told with this status; every other one from 500 on is a mistake of ours.
TOLD = HTTPStatus.SERVICE_UNAVAILABLE


class Pages:
    """A user's folder with a project, and the workbench's pages on it."""

    def __init__(self, handbook: HandbookClient, folder: Path) -> None:
        self._handbook = handbook
        self._workbench = handbook.workbench
        self._folder = folder
        self._data = self._workbench.services.data
        self._guest = self._workbench.open_guest()
        self._guest.send(OutgoingRequest(method="GET", path="/?q=1"))
        self._exchange = self._workbench.store.rows()[0].id

    def actions(self) -> Iterator[Action]:
        """Yield every page and form."""
        project = self._folder / "project"
        exchange = f"/exchanges/{self._exchange}"
        named = (project, project / "app.py", f"{project}:app.py", "app:app", f"run:{project / 'app.py'} --x")
        missing = (
            f"{project}/ap.py",
            "ap",
            "lab:none",
            "run:ap.py",
            "~nobody/app.py",
            self._folder / "empty",
        )
        for path in (
            *("/", "/bench", "/bench/g1", "/bench/g1/output", "/bench/g1/routes", "/settings", "/mail"),
            *(exchange, f"{exchange}/source", f"{exchange}/stack", f"{exchange}/headers", f"{exchange}/edit"),
            *(f"/open?target={spec}" for spec in (*named, *missing, "lab:visits", "lab:visits#claim-counts")),
            *(f"/open?target={project}&python={python}" for python in (project / ".venv", "fumehood")),
            *(f"/interpreters?target={spec}" for spec in (project, "app")),
            *("/handbook/visits", "/handbook/guesses", "/handbook/versions"),
            *("/handbook/search?q=visit", "/handbook/visits/claims/counts", "/static/icons/sprite.svg"),
            *(f"/handbook/visits/claims/counts/{what}" for what in ("experiment", "versions", "exchange")),
        ):
            yield Action(name=f"GET {path}", run=self._getting(str(path)), prepare=self._printed)
        yield Action(name="GET /handbook", run=self._getting("/handbook"), prepare=self._own_labs)
        yield Action(name="GET an edited lab", run=self._getting("/handbook/visits"), prepare=self._edited)
        yield Action(name="GET the search index", run=self._searching, prepare=self._printed)
        for spec in named:
            form = {"target": str(spec), "trust": "yes"}
            yield Action(name=f"POST /open {spec}", run=self._posting("/open", form))
        yield from self._forms(project)
        yield Action(name="start", run=self._start)

    def _forms(self, project: Path) -> Iterator[Action]:
        program = {"target": str(project / "app.py"), "run": "yes", "trust": "yes", "folder": str(project)}
        yield Action(name="POST /open as a program", run=self._posting("/open", program))
        edited_lab = self._posting("/open", {"target": "lab:visits"})
        yield Action(name="POST /open an edited lab", run=edited_lab, prepare=self._edited)
        yield Action(name="POST /try", run=self._posting("/try", {}), prepare=self._edited)
        own = {"own_labs": str(self._folder / "own")}
        yield Action(name="POST /settings", run=self._posting("/settings", own))
        for name, prepare in (("printed", self._printed), ("edited", self._edited)):
            for text in (CHANGED, PRINTED):
                save = self._posting("/handbook/visits/source", {"file:app.py": text})
                yield Action(name=f"POST source of a lab, {name}", run=save, prepare=prepare)
        for path in ("restore", "bench", "looks/1", "looks/1/bench", "turned", "here", "keep/pick"):
            run = self._posting(f"/handbook/visits/{path}", {})
            yield Action(name=f"POST {path} of a lab", run=run, prepare=self._edited)
        for path in ("decide", "counter", "predict", "bench"):
            run = self._posting(f"/handbook/visits/claims/counts/{path}", {"guess": "holds"})
            yield Action(name=f"POST {path} of a claim", run=run, prepare=self._edited)
        for name in ("kept", "empty"):
            keep = self._posting("/handbook/visits/keep", {"folder": str(self._folder / name)})
            yield Action(name=f"POST keep in {name}", run=keep, prepare=self._kept)
        trust = self._posting("/handbook/own/trust", {"folder": str(self._folder / "own")})
        yield Action(name="POST trust in own labs", run=trust, prepare=self._own_labs)

    def _getting(self, path: str) -> Callable[[], str]:
        return lambda: self._answer("get", path, {})

    def _posting(self, path: str, form: dict[str, str]) -> Callable[[], str]:
        return lambda: self._answer("post", path, form)

    def _answer(self, method: str, path: str, form: dict[str, str]) -> str:
        workbench = self._workbench
        answer = workbench.get(path) if method == "get" else workbench.post(path, form)
        self._handbook.wait_until_decided()
        code = answer.status_code
        assert code < HTTPStatus.INTERNAL_SERVER_ERROR or code == TOLD, (
            f"{method} {path}: {code} {answer.text[:300]}"
        )
        return answer.text

    def _searching(self) -> str:
        search = self._workbench.services.search
        search._state = None  # as after an edit
        search._database = None
        return repr(search.find("visit"))

    def _start(self) -> str:
        services = build(self._folder / "fresh" / "data", start_thread=start_thread)
        services.close()
        return ""

    def _printed(self) -> None:
        shutil.rmtree(self._data / "labs", ignore_errors=True)

    def _edited(self) -> None:
        self._printed()
        copies = self._workbench.services.working_copies
        lab = self._handbook.catalogue.lab("visits")
        assert lab is not None
        copies.write(lab, "app.py", CHANGED)

    def _kept(self) -> None:
        self._printed()
        shutil.rmtree(self._folder / "kept", ignore_errors=True)
        shutil.rmtree(self._folder / "empty", ignore_errors=True)
        (self._folder / "empty").mkdir()

    def _own_labs(self) -> None:
        """Look at the user's labs again, one folder of which is trusted."""
        own = self._folder / "own"
        labs = UserLabs(lambda: (own, self._folder / "stranger"), lambda folder: folder == own)
        self._workbench.services.catalogue._user_labs = labs


@contextmanager
def pages(folder: Path) -> Iterator[Pages]:
    """Yield the pages on a new folder; the working folder is the project's."""
    project = folder / "project"
    project.mkdir()
    (project / "app.py").write_text(APP)
    (project / "package").mkdir()
    (project / "package" / "__init__.py").write_text("")
    (project / "Pipfile").touch()
    (project / "pyproject.toml").write_text('[project]\nname = "shop"\n[tool.poetry]\nname = "shop"\n')
    (project / "environment.yml").write_text("name: shop\n")
    (project / ".python-version").write_text("3.12\n")
    (project / ".env").write_text("X=1\n")
    (project / "uv.lock").touch()
    make_environment(project / ".venv")
    home = folder / "home"
    make_environment(home / ".pyenv" / "versions" / "3.12.1")
    write_lab(folder / "own" / "tea")
    (folder / "own" / "lost").mkdir()
    write_lab(folder / "stranger" / "coffee")
    variables = {
        "HOME": str(home),
        "PATH": str(folder / "bin"),
        "VIRTUAL_ENV": "",
        "UV_PROJECT_ENVIRONMENT": "x",
    }
    unread = mock.patch.object(
        user_labs, "read_in_isolation", lambda folders, seconds=0: dict.fromkeys(folders)
    )
    here = os.getcwd()
    os.chdir(project)
    try:
        with handbook_client(folder / "data") as handbook, mock.patch.dict(os.environ, variables), unread:
            handbook.catalogue = Catalogue((SAMPLE_LABS,))
            handbook.workbench.use_handbook(handbook.catalogue, handbook.workbench.services.prover)
            yield Pages(handbook, folder)
    finally:
        os.chdir(here)
