"""Tests of the source of a view, read from the project."""

import os
from pathlib import Path

import pytest

from server.model.exchange import Exchange
from server.web.editor.project_source import MOST_BYTES, source_of_view
from tests.support.fake_guests import make_event, make_exchange
from tests.support.workbench_client import WorkbenchClient

APP = '@app.get("/")\ndef index():\n    password = "tea-time-9"\n    return "hello"\n'


def exchange_of(file: object) -> Exchange:
    """Return an exchange whose view is in that file, made long ago."""
    return make_exchange(events=(make_event("view", name="index", endpoint="index", file=str(file), line=1),))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A project of one file that was saved before the request."""
    path = tmp_path / "app.py"
    path.write_text(APP, encoding="utf-8")
    os.utime(path, (1.0, 1.0))
    return path


def test_a_file_of_the_project_is_read(file: Path) -> None:
    """With whether it was saved after the request, and without the secrets in its lines."""
    found = source_of_view(exchange_of(file), file.parent)
    assert found is not None
    assert (found.text, found.saved_later) == (APP, False)
    assert "tea-time-9" not in found.redact(APP.split("\n")[2])
    os.utime(file)
    found = source_of_view(exchange_of(file), file.parent)
    assert found is not None
    assert found.saved_later


def test_nothing_else_is_read(file: Path, tmp_path: Path) -> None:
    """No file outside of the project, also by a link or by `..`; no pipe, no other kind, nothing huge."""
    root = tmp_path / "shop"
    root.mkdir()
    (root / "link.py").symlink_to(file)
    (root / "notes.txt").write_text("x", encoding="utf-8")
    (root / "huge.py").write_bytes(b"#" * (MOST_BYTES + 1))
    (root / "bytes.py").write_bytes(b"\xff\xfe")
    os.mkfifo(root / "pipe.py")
    outside = [file, root / "link.py", root / ".." / "app.py", "/etc/passwd", "app.py", root / "gone.py"]
    for named in (*outside, root, *(root / name for name in ("notes.txt", "huge.py", "bytes.py", "pipe.py"))):
        assert source_of_view(exchange_of(named), root) is None, named
    assert source_of_view(exchange_of(file), None) is None
    assert source_of_view(make_exchange(), root) is None


def test_the_page_shows_it(workbench: WorkbenchClient, file: Path) -> None:
    """Below the facts of the view, also after the app was closed; an unknown app has none."""
    guest = workbench.open_guest()
    stored = workbench.add_exchange(exchange_of(file))
    assert "password" not in workbench.get_fragment(f"/exchanges/{stored.id}/view-source").text
    object.__setattr__(guest.target, "root", file.parent)
    workbench.store.projects.add_opening(guest.id, guest.target)
    for closed in (False, True):
        if closed:
            workbench.guests.remove(guest.id)
        text = workbench.get_fragment(f"/exchanges/{stored.id}/view-source").text
        assert "def index():" in text
        assert "tea-time-9" not in text
    assert f"/exchanges/{stored.id}/view-source" in workbench.get(f"/exchanges/{stored.id}").text
