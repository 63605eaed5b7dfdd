"""An app that is opened again: one entry, whatever name it was opened by."""

import sys
from pathlib import Path

import pytest

from server.model.guest import GuestState
from tests.support.workbench_client import WorkbenchClient


def opened(workbench: WorkbenchClient, **form: str) -> str:
    """Open an app and return where that leads."""
    return workbench.post("/open", {**form, "trust": "yes"}).headers["HX-Redirect"]


def test_opening_again_switches_to_the_open_app(workbench: WorkbenchClient, project: Path) -> None:
    """By another spelling, a link or its file too, without a restart; a stopped app is started again."""
    link = project.parent / "link"
    link.symlink_to(project, target_is_directory=True)
    for spec in (project, f"{project}/../{project.name}/", link, project / "app.py"):
        assert opened(workbench, target=str(spec)) == "/bench/g1"
    guest = workbench.guests.all()[0]
    assert guest.calls == []
    guest.stop()
    assert opened(workbench, target=str(link)) == "/bench/g1"
    assert guest.calls == ["stop", "restart"]
    assert guest.status.state is GuestState.READY
    assert len(workbench.guests.all()) == 1


def test_an_open_app_is_listed_as_open_by_every_name(workbench: WorkbenchClient, project: Path) -> None:
    """Home leads to its bench although it was opened by another name before."""
    opened(workbench, target=str(project))
    opened(workbench, target=f"{project}/")
    text = workbench.get("/").text
    assert 'href="/bench/g1"' in text
    assert ">Start<" not in text


def test_another_interpreter_restarts_the_open_app(
    workbench: WorkbenchClient, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The entry stays, and the app runs on what the user named; naming the same again changes nothing."""
    opened(workbench, target=str(project), python="fumehood")
    guest = workbench.guests.all()[0]
    for _ in range(2):
        opened(workbench, target=str(project), python=sys.executable)
        assert workbench.guests.all() == (guest,)
        assert (guest.python, guest.calls) == (Path(sys.executable), ["restart"])


def test_the_name_of_the_app_opens_a_menu(workbench: WorkbenchClient, project: Path) -> None:
    """It restarts, stops and closes the app, and leads to the other open ones."""
    opened(workbench, target=str(project))
    workbench.open_guest(name="blog")
    text = workbench.get("/bench/g1").text
    menu = text[text.index('id="app-menu"') :]
    menu = menu[: menu.index("</div>\n")]
    for address in ("/bench/g1/restart", "/bench/g1/stop", "/bench/g1/close"):
        assert f'hx-post="{address}"' in menu
    text = text[text.index('id="app-menu"') :]
    assert 'href="/bench/g2"' in text
    assert "/bench/g1/close" in workbench.get("/bench").text


def test_closing_in_the_list_leads_back_to_the_list(workbench: WorkbenchClient, project: Path) -> None:
    """Closing on the bench itself leads Home."""
    opened(workbench, target=str(project))
    workbench.open_guest(name="blog")
    answer = workbench.post("/bench/g2/close", {"listed": "yes"})
    assert answer.headers["HX-Redirect"] == "/bench"
    assert workbench.post("/bench/g1/close").headers["HX-Redirect"] == "/"
