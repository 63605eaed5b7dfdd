"""Nothing of ours is in a guest's sight."""

import json
from pathlib import Path

import pytest

from server.probe.locate import child_folder
from tests.server.probe.conftest import OpenApp
from tests.support.probe_host import APPS, ProbeHost

ROOT = child_folder().parents[2]


def test_a_guest_may_have_modules_called_like_ours(open_app: OpenApp) -> None:
    """Its own `server` and `desktop` are imported, on our interpreter too, where ours are installed."""
    host = open_app("shadows_our_packages/app.py")
    found = json.loads(host.fetch("GET", "/").body)
    assert (found["server"], found["desktop"]) == ("the guest", "the guest")
    assert found["ours"] == []


def test_neither_our_root_nor_the_probe_stands_on_the_path(open_app: OpenApp) -> None:
    """Not by the editable install, not by the script's folder, not by PYTHONPATH."""
    found = json.loads(open_app("shadows_our_packages/app.py").fetch("GET", "/").body)
    real = [Path(entry).resolve() for entry in found["path"]]
    assert ROOT not in real
    assert child_folder() not in real
    assert real[0] == (APPS / "shadows_our_packages").resolve()


@pytest.mark.parametrize("name", ["tests", "server.probe", "guest", "sensors", "_fumehood_probe.nothing"])
def test_our_modules_cannot_be_imported(own_app: OpenApp, name: str) -> None:
    """A guest that asks for them is told that there are none."""
    host = own_app("shadows_our_packages/app.py")
    assert host.fetch("GET", f"/find/{name}").body.startswith(b"ImportError")


@pytest.mark.parametrize("name", ["server", "desktop"])
def test_our_packages_are_not_there_for_a_guest_that_has_none(own_app: OpenApp, name: str) -> None:
    """Where the guest has no module of that name there is none, although ours is installed."""
    response = own_app("import_by_name.py").fetch("GET", f"/{name}")
    assert response.body == f"No module named '{name}'".encode()


def test_pythonpath_and_hidden_folders_do_not_reach_the_guest(tmp_path: Path) -> None:
    """What the host wants hidden is hidden, and our root even if the environment names it."""
    (tmp_path / "hidden_module.py").write_text("")
    with ProbeHost(env={"PYTHONPATH": f"{ROOT}:{tmp_path}"}) as host:
        assert host.load("import_by_name.py", hide=[str(tmp_path)])["type"] == "ready"
        assert host.fetch("GET", "/hidden_module").body == b"No module named 'hidden_module'"
        assert host.fetch("GET", "/server").body == b"No module named 'server'"


def test_a_package_without_init_is_found_past_ours(tmp_path: Path) -> None:
    """The guest's `server` may be a mere folder."""
    (tmp_path / "server").mkdir()
    (tmp_path / "server" / "words.py").write_text("WORD = 'mine'\n")
    (tmp_path / "app.py").write_text(
        "from server.words import WORD\n"
        "def app(environ, start_response):\n"
        "    start_response('200 OK', [])\n"
        "    return [WORD.encode()]\n"
    )
    with ProbeHost() as host:
        assert host.load("app.py", tmp_path)["type"] == "ready"
        assert host.fetch("GET", "/").body == b"mine"
