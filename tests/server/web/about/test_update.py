"""Tests of the update on the page about Fumehood."""

from pathlib import Path

import pytest

from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.updater import Kept, LastChange, PlannedChange
from tests.support.workbench_client import WorkbenchClient

REFUSED = Problem(code=ProblemCode.CHECKSUM, cause="It differs.", remedy="Download it again.")


class FakeUpdater:
    """An updater that notes what pages ask of it."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.obstacle: Problem | None = None
        self.planned: PlannedChange | None = None
        self.last: LastChange | None = None
        self.kept: Kept | None = None
        self.answer: Problem | None = None

    def plan_update(self, archive: Path) -> Problem | None:
        """Note the archive."""
        self.asked.append(str(archive))
        return self.answer

    def plan_return(self) -> Problem | None:
        """Note it."""
        self.asked.append("back")
        return self.answer

    def cancel(self) -> None:
        """Note it."""
        self.asked.append("cancel")

    def restart(self) -> bool:
        """Note it."""
        self.asked.append("restart")
        return True


class PickerWindow:
    """A window in which the user chooses one file."""

    def __init__(self, chosen: Path | None) -> None:
        self._chosen = chosen

    def pick_archive(self) -> Path | None:
        """Return the file that the user chose."""
        return self._chosen

    pick_folder = pick_file = pick_archive

    def open_window(self, url: str, title: str) -> None:
        """No window."""

    def open_external(self, url: str) -> None:
        """No browser."""

    def choose_theme(self, name: str) -> None:
        """No menus."""

    def close(self) -> None:
        """No window."""


@pytest.fixture
def updater(workbench: WorkbenchClient) -> FakeUpdater:
    """The updater of the workbench."""
    found = FakeUpdater()
    workbench.services.updater = found
    return found


def test_an_archive_is_checked_and_the_page_says_what_comes(
    workbench: WorkbenchClient, updater: FakeUpdater, tmp_path: Path
) -> None:
    """The page is loaded again, and names the version of the next start."""
    file = tmp_path / "fumehood-2.0.tar.xz"
    answer = workbench.post("/about/update", {"archive": f" {file} "})
    assert answer.headers["HX-Refresh"] == "true"
    assert updater.asked == [str(file)]
    updater.planned = PlannedChange(version="2.0")
    page = workbench.get("/about").text
    assert "Version 2.0 is checked and unpacked." in page
    assert "End Fumehood and start it again." in page
    assert "Restart now" not in page


def test_what_is_wrong_with_an_archive_is_said(workbench: WorkbenchClient, updater: FakeUpdater) -> None:
    """The page stays; a form without an archive asks nothing of the updater."""
    updater.answer = REFUSED
    assert "It differs." in workbench.post("/about/update", {"archive": "/srv/x.tar.xz"}).text
    assert "No archive was named." in workbench.post("/about/update", {"archive": " "}).text
    assert updater.asked == ["/srv/x.tar.xz"]


def test_the_version_before_can_be_gone_back_to(
    workbench: WorkbenchClient, updater: FakeUpdater, tmp_path: Path
) -> None:
    """The page names it, and what became of the last change."""
    updater.kept = Kept(version="1.0", folder=tmp_path / "fumehood.previous")
    updater.last = LastChange(before="1.0", after="2.0", at=1_750_000_000.0)
    page = workbench.get("/about").text
    assert "Go back to version 1.0" in page
    assert "version 1.0 was replaced by 2.0." in page
    assert workbench.post("/about/update/back").headers["HX-Refresh"] == "true"
    updater.planned = PlannedChange(version="1.0", back=True)
    assert "Version 1.0 will be used again" in workbench.get("/about").text
    assert workbench.post("/about/update/cancel").headers["HX-Refresh"] == "true"
    assert updater.asked == ["back", "cancel"]


def test_a_change_that_failed_is_explained(workbench: WorkbenchClient, updater: FakeUpdater) -> None:
    """It happened after the last page was gone, so this page says it."""
    updater.last = LastChange(before="1.0", after="2.0", at=1_750_000_000.0, problem=REFUSED)
    page = workbench.get("/about").text
    assert "version 2.0 was not put in the place of 1.0:" in page
    assert "Download it again." in page


def test_an_installed_fumehood_says_how_it_is_updated(
    workbench: WorkbenchClient, updater: FakeUpdater
) -> None:
    """There is no form that could not work."""
    updater.obstacle = Problem(code=ProblemCode.NOT_PORTABLE, cause="Installed.", remedy="Use a package.")
    page = workbench.get("/about").text
    assert "Installed. Use a package." in page
    assert 'name="archive"' not in page


def test_without_an_updater_nothing_is_asked(workbench: WorkbenchClient) -> None:
    """Each request leaves everything as it is."""
    assert "in the way in which it was installed" in workbench.get("/about").text
    for path in ("/about/update/back", "/about/update/cancel"):
        assert workbench.post(path).headers["HX-Refresh"] == "true"
    for path in ("/about/update/restart", "/about/update/pick"):
        assert workbench.post(path).status_code == 204


def test_in_the_window_a_file_is_chosen_and_it_restarts(
    workbench: WorkbenchClient, updater: FakeUpdater, tmp_path: Path
) -> None:
    """A dialog of the system fills the field; only a planned change restarts."""
    workbench.services.window_api = PickerWindow(tmp_path / "fumehood-2.0.tar.xz")
    assert f'value="{tmp_path / "fumehood-2.0.tar.xz"}"' in workbench.post("/about/update/pick").text
    workbench.services.window_api = PickerWindow(None)
    assert workbench.post("/about/update/pick").status_code == 204
    assert workbench.post("/about/update/restart").status_code == 204
    updater.planned = PlannedChange(version="2.0")
    assert "Restart now" in workbench.get("/about").text
    assert "restarts now" in workbench.post("/about/update/restart").text
    assert updater.asked == ["restart"]


@pytest.mark.parametrize("path", ["", "/pick", "/back", "/cancel", "/restart"])
def test_an_update_needs_the_token(workbench: WorkbenchClient, updater: FakeUpdater, path: str) -> None:
    """It runs a program that the request names: a page without our token is refused."""
    answer = workbench.post(f"/about/update{path}", {"archive": "/srv/x"}, X_Fumehood_Token="wrong")
    assert answer.status_code == 403
    assert workbench.post(f"/about/update{path}", Cookie="").status_code == 403
    assert updater.asked == []
