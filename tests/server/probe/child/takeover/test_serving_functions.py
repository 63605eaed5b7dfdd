"""Tests of the patches of functions that serve, on stand-ins for libraries that are not installed here."""

import os
import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from server.probe.child.takeover import serving_functions
from server.probe.child.takeover.server_calls import ServerCalls


def library(name: str, **members: Any) -> Any:
    """Return a module with these members."""
    module = ModuleType(name)
    vars(module).update(members)
    return module


def test_gunicorns_app_is_served_instead_of_its_arbiter(
    taken: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The variables of its configuration are set, as the arbiter sets them; a second app runs as it would."""

    class BaseApplication:
        cfg = SimpleNamespace(env={"FROM_GUNICORN": "yes"})

        def wsgi(self) -> str:
            return "app"

        def run(self) -> str:
            return "arbiter"

    monkeypatch.delenv("FROM_GUNICORN", raising=False)
    serving_functions.patch_gunicorn(library("gunicorn.app.base", BaseApplication=BaseApplication))
    assert BaseApplication().run() != "arbiter"
    assert (taken, os.environ.pop("FROM_GUNICORN")) == (["app"], "yes")
    assert BaseApplication().run() == "arbiter"


def test_socketio_does_not_refuse_to_start_outside_a_terminal(calls: ServerCalls, taken: list[Any]) -> None:
    """It gets the option that it asks for, and no reloader; otherwise its options are untouched."""

    class SocketIO:
        def run(self, app: Any, host: str | None = None, **options: Any) -> dict[str, Any]:
            return options

    serving_functions.patch_socketio(library("flask_socketio", SocketIO=SocketIO))
    expected = {"debug": True, "use_reloader": False, "allow_unsafe_werkzeug": True}
    assert SocketIO().run("app", "localhost", debug=True) == expected
    calls.start("a server", "app")
    assert SocketIO().run("app", debug=True) == {"debug": True}
    assert taken == ["app"]


def test_eventlets_site_is_served(taken: list[Any]) -> None:
    """Its socket is left alone."""

    def server(sock: Any, site: Any, log: Any = None) -> str:
        return "eventlet"

    module = library("eventlet.wsgi", server=server)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "eventlet.wsgi", module)
        serving_functions.patch_eventlet(module)
        assert module.server(None, "app") is None
        assert module.server(None, site="other") == "eventlet"
    assert taken == ["app"]


def test_cheroots_app_is_served(taken: list[Any]) -> None:
    """`safe_start` calls `start`."""

    class Server:
        wsgi_app = "app"

        def start(self) -> str:
            return "cheroot"

    serving_functions.patch_cheroot(library("cheroot.wsgi", Server=Server))
    assert Server().start() is None
    assert Server().start() == "cheroot"
    assert taken == ["app"]
