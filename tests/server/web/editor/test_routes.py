"""Opening a place in the user's editor."""

from dataclasses import replace
from pathlib import Path

import pytest

from server.editors.choice import Opener
from server.editors.editor import colon
from server.model.guest import Route
from server.web.editor import routes
from tests.support.fake_guests import make_event, make_exchange
from tests.support.workbench_client import WorkbenchClient


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The commands that are started, in the place of an editor."""
    commands: list[tuple[str, ...]] = []
    editor = Opener(name="zed", title="Zed", command=("/bin/zed",), arguments=colon)
    monkeypatch.setattr(routes, "chosen", lambda name, environment: editor)
    monkeypatch.setattr(routes, "launch", lambda command, environment: commands.append(command))
    return commands


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A file of an app."""
    path = tmp_path / "app.py"
    path.write_text("a = 1\n", encoding="utf-8")
    return path


def exchange_that_names(workbench: WorkbenchClient, file: object) -> dict[str, str]:
    """Put an exchange into the history whose view is in the first line of a file; return a form."""
    exchange = workbench.add_exchange(make_exchange(events=(make_event("view", file=str(file), line=1),)))
    return {"exchange": str(exchange.id), "file": str(file), "line": "1"}


def test_a_place_of_an_exchange_opens(
    workbench: WorkbenchClient, source: Path, started: list[tuple[str, ...]]
) -> None:
    """At its line, in the editor that is installed."""
    answer = workbench.post("/editor", exchange_that_names(workbench, source))
    assert answer.json == {"opened": "Zed"}
    assert started == [("/bin/zed", f"{source}:1")]


def test_a_place_of_a_route_opens(
    workbench: WorkbenchClient, source: Path, started: list[tuple[str, ...]]
) -> None:
    """From the list of routes, before there is any exchange."""
    guest = workbench.open_guest()
    route = Route(rule="/", endpoint="e", methods=(), arguments=(), file=str(source), line=1)
    guest.status = replace(guest.status, routes=(route,))
    form = {"guest": guest.id, "file": str(source), "line": "1"}
    assert workbench.post("/editor", form).status_code == 200
    assert len(started) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"line": "2"},
        {"line": ""},
        {"line": "-1"},
        {"file": "/etc/passwd"},
        {"file": "--help"},
        {"file": ""},
        {"exchange": "999"},
        {"exchange": "1 OR 1"},
        {"exchange": "", "guest": "g1"},
    ],
)
def test_a_place_that_nobody_named_does_not_open(
    workbench: WorkbenchClient, source: Path, started: list[tuple[str, ...]], change: dict[str, str]
) -> None:
    """Another line, another file or another exchange: nothing is started."""
    form = {**exchange_that_names(workbench, source), **change}
    answer = workbench.post("/editor", form)
    assert answer.status_code == 422
    assert "not known here" in answer.json["problem"]  # type: ignore[index]  # the answer is an object
    assert started == []


@pytest.mark.parametrize(
    "file", ["relative.py", "-c", "/dev/null", "/srv", "/srv/none.py", "/a\nb.py", "/a\x1b"]
)
def test_what_a_guest_names_must_be_a_file(
    workbench: WorkbenchClient, started: list[tuple[str, ...]], file: str
) -> None:
    """A guest can name an option, a device, a folder, or a path that controls a terminal."""
    assert workbench.post("/editor", exchange_that_names(workbench, file)).status_code == 422
    assert started == []


def test_only_our_own_page_opens_an_editor(
    workbench: WorkbenchClient, source: Path, started: list[tuple[str, ...]]
) -> None:
    """Not a page of another site, not without the header token, and not by an address that is read."""
    form = exchange_that_names(workbench, source)
    assert workbench.post("/editor", form, Origin="http://evil.example").status_code == 403
    assert workbench.post("/editor", form, X_Fumehood_Token="").status_code == 403
    assert workbench.get("/editor").status_code == 405
    assert started == []


def test_where_there_is_no_editor_the_page_says_so(
    workbench: WorkbenchClient, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what to do."""
    monkeypatch.setattr(routes, "chosen", lambda name, environment: None)
    answer = workbench.post("/editor", exchange_that_names(workbench, source))
    assert answer.status_code == 422
    assert "Choose an editor in the settings" in answer.text


def test_an_editor_that_cannot_be_started_is_named(
    workbench: WorkbenchClient, source: Path, started: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may have been removed since the settings were saved."""

    def refuse(command: tuple[str, ...], environment: dict[str, str]) -> None:
        raise PermissionError(13, "Permission denied", command[0])

    monkeypatch.setattr(routes, "launch", refuse)
    answer = workbench.post("/editor", exchange_that_names(workbench, source))
    assert answer.status_code == 422
    assert "Zed could not be started" in answer.text
