"""Tests of the workbench in this process."""

import urllib.error
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from desktop.shell.paths import Paths
from desktop.shell.process.loopback import bind, listen_at_name
from desktop.shell.process.shutdown import Shutdown
from desktop.shell.process.wsgi_server import WsgiServer
from desktop.workbench.update.folder_updater import FolderUpdater
from desktop.workbench.workbench import Workbench
from server import services
from server.store import Store
from tests.support.fumehood_process import Visitor


def test_the_workbench_serves_until_it_is_shut_down(tmp_path: Path) -> None:
    """Its link opens the target once; afterwards the port is free again."""
    shutdown = Shutdown()
    workbench = Workbench(listen_at_name(0), shutdown)
    try:
        assert workbench.recent() == ()
        workbench.start(Paths(data=tmp_path, logs=tmp_path, cache=tmp_path))
        assert workbench.recent() == ()
        link = workbench.link("lab:session")
        assert "The session" in Visitor(link).home
        with pytest.raises(urllib.error.HTTPError):
            Visitor(link)
    finally:
        shutdown.run()
    bind(urlsplit(link).port or 0).close()


def test_the_store_is_closed_after_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests that are still being answered at the end can read and write it."""
    build, close = services.build, WsgiServer.close
    built: list[services.Services] = []
    closed_before: list[bool] = []

    def build_and_note(*arguments: Any, **options: Any) -> services.Services:
        built.append(build(*arguments, **options))
        return built[0]

    def close_and_note(server: WsgiServer) -> bool:
        ended = close(server)
        closed_before.append(built[0].store.is_closed)
        return ended

    monkeypatch.setattr(services, "build", build_and_note)
    monkeypatch.setattr(WsgiServer, "close", close_and_note)
    shutdown = Shutdown()
    try:
        Workbench(listen_at_name(0), shutdown).start(Paths(data=tmp_path, logs=tmp_path, cache=tmp_path))
    finally:
        shutdown.run()
    assert closed_before == [False]
    assert built[0].store.is_closed


def test_the_program_is_changed_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A planned change is made when the store is closed, and only what a page asked for starts again."""
    done: list[str] = []
    monkeypatch.setattr(Store, "close", lambda _store: done.append("store"))
    monkeypatch.setattr(FolderUpdater, "apply", lambda _updater: done.append("change"))
    monkeypatch.setattr(FolderUpdater, "start_again", lambda _updater: done.append("start"))
    shutdown = Shutdown()
    workbench = Workbench(listen_at_name(0), shutdown)
    workbench.start_again()
    try:
        workbench.start(Paths(data=tmp_path, logs=tmp_path, cache=tmp_path))
    finally:
        shutdown.run()
    workbench.start_again()
    assert done == ["store", "change", "start"]
