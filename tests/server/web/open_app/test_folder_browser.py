"""The browser of folders."""

import os
from pathlib import Path

import pytest
from werkzeug.test import Client

from server.web.open_app import folder_browser
from server.web.open_app.folder_browser import FolderEntry, folder_page, nearest_folder
from tests.support.workbench_client import WorkbenchClient


def test_folders_come_before_python_files(tmp_path: Path, project: Path) -> None:
    """One with an app is marked; what is hidden or nothing to open is left out."""
    (tmp_path / "empty").mkdir()
    (tmp_path / ".git").mkdir()
    (tmp_path / "a.py").touch()
    (tmp_path / "photo.jpg").touch()
    page = folder_page(tmp_path)
    assert page.entries == (
        FolderEntry(path=tmp_path / "empty", is_folder=True),
        FolderEntry(path=project, is_folder=True, has_app=True),
        FolderEntry(path=tmp_path / "a.py", is_folder=False),
    )
    assert page.above[-1] == tmp_path.parent
    assert not page.more


def test_a_huge_folder_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page says so."""
    monkeypatch.setattr(folder_browser, "MOST", 2)
    for name in "abc":
        (tmp_path / name).mkdir()
    page = folder_page(tmp_path)
    assert (len(page.entries), page.more) == (2, True)


def test_what_is_typed_leads_to_the_nearest_folder(project: Path) -> None:
    """A file, and a path that does not exist yet."""
    assert nearest_folder(project / "app.py") == project
    assert nearest_folder(project / "no" / "such") == project


def test_a_folder_that_cannot_be_listed_says_why(tmp_path: Path) -> None:
    """The way to the others stays."""
    page = folder_page(tmp_path / "gone")
    assert page.why
    assert page.above[-1] == tmp_path


@pytest.mark.skipif(os.name == "nt", reason="there every name is text")
def test_a_name_that_no_page_can_send_back_is_left_out(tmp_path: Path) -> None:
    """Bytes that are no text."""
    os.mkdir(os.fsencode(tmp_path) + b"/\xff")
    assert folder_page(tmp_path).entries == ()


def test_the_dialog_leads_into_folders_and_chooses(workbench: WorkbenchClient, project: Path) -> None:
    """Nothing is opened; without a native window the form has its button."""
    text = workbench.get_fragment(f"/open/browse?target={project.parent}").text
    assert "<dialog" in text
    assert f'data-choose-path="{project.parent}"' in text
    inside = workbench.get_fragment(f"/open/browse?target={project}&inside=yes").text
    assert "<dialog" not in inside
    assert f'data-choose-path="{project / "app.py"}"' in inside
    assert "Choose a folder" in workbench.get_fragment("/open/browse").text
    assert "Browse…" in workbench.get("/").text
    assert workbench.guests.all() == ()


@pytest.mark.hardness("cross-site-read")
def test_without_the_session_no_folder_is_shown(workbench: WorkbenchClient, project: Path) -> None:
    """As every page, it answers only the browser that was launched."""
    client = Client(workbench.app.wsgi_app, use_cookies=False)
    answer = client.get(f"/open/browse?target={project}", base_url=workbench.keys.origin)
    assert answer.status_code == 403
    assert "app.py" not in answer.text
