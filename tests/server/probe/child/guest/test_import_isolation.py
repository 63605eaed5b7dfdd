"""Tests that a guest finds nothing of Fumehood."""

import json
from pathlib import Path

import pytest

from server.probe.locate import child_folder
from tests.server.probe.conftest import OpenApp
from tests.support.probe_host import APPS, ProbeHost

ROOT = child_folder().parents[2]


def test_a_guest_may_have_modules_of_the_same_names(open_app: OpenApp) -> None:
    """Its own `server` and `desktop` are imported, even on our interpreter, where ours are installed."""
    host = open_app("shadows_our_packages/app.py")
    answer = json.loads(host.fetch("GET", "/").body)
    assert (answer["server"], answer["desktop"]) == ("the guest", "the guest")
    assert answer["ours"] == []


def test_neither_our_root_nor_the_probe_is_on_the_path(open_app: OpenApp) -> None:
    """Neither through the editable install, nor the script's folder, nor PYTHONPATH."""
    answer = json.loads(open_app("shadows_our_packages/app.py").fetch("GET", "/").body)
    real = [Path(entry).resolve() for entry in answer["path"]]
    assert ROOT not in real
    assert child_folder() not in real
    assert real[0] == (APPS / "shadows_our_packages").resolve()


@pytest.mark.parametrize("name", ["tests", "server.probe", "guest", "sensors", "_fumehood_probe.nothing"])
def test_our_modules_cannot_be_imported(own_app: OpenApp, name: str) -> None:
    """They raise ImportError, like any missing module."""
    host = own_app("shadows_our_packages/app.py")
    assert host.fetch("GET", f"/find/{name}").body.startswith(b"ImportError")


@pytest.mark.parametrize("name", ["server", "desktop"])
def test_a_guest_without_modules_of_these_names_finds_none(own_app: OpenApp, name: str) -> None:
    """Although ours are installed."""
    response = own_app("import_by_name.py").fetch("GET", f"/{name}")
    assert response.body == f"No module named '{name}'".encode()


def test_pythonpath_and_hidden_folders_do_not_reach_the_guest(tmp_path: Path) -> None:
    """The folders that the host hides, and our root even if the environment names it."""
    (tmp_path / "hidden_module.py").write_text("")
    with ProbeHost(env={"PYTHONPATH": f"{ROOT}:{tmp_path}"}) as host:
        assert host.load("import_by_name.py", hide=[str(tmp_path)])["type"] == "ready"
        assert host.fetch("GET", "/hidden_module").body == b"No module named 'hidden_module'"
        assert host.fetch("GET", "/server").body == b"No module named 'server'"


def test_a_namespace_package_of_the_guest_is_found(tmp_path: Path) -> None:
    """The guest's `server` may be a folder without `__init__.py`."""
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
