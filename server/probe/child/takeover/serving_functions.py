"""Patches of the functions that serve an app until they are stopped."""

from __future__ import annotations

import functools
import inspect
import os
import sys
from typing import TYPE_CHECKING, Any, Callable

from ..guest.servers.choose import EVENTLET
from ..patch.patching import replace_names
from .server_calls import server_calls

if TYPE_CHECKING:
    from types import ModuleType


def wrap_everywhere(module: ModuleType, name: str, make_wrapper: Callable[[Any], Any]) -> None:
    """Wrap a function of a module under every name that its package and Flask have for it.

    Flask is loaded before anything is patched; other modules do not have the function yet.
    """
    original = getattr(module, name)
    wrapped = functools.wraps(original)(make_wrapper(original))
    packages = (module.__name__.partition(".")[0], "flask")
    for other, loaded in list(sys.modules.items()):
        if other.partition(".")[0] in packages:
            replace_names(loaded, original, wrapped)


def take_argument(label: str, argument: str, kind: str | None = None) -> Callable[[Any], Any]:
    """Return a wrapper for a function that serves the app in one of its arguments; `kind` as in `start`."""

    def make_wrapper(original: Any) -> Any:
        signature = inspect.signature(original)

        def serve(*args: Any, **kwargs: Any) -> Any:
            app = signature.bind_partial(*args, **kwargs).arguments.get(argument)
            return None if server_calls.start(label, app, kind=kind) else original(*args, **kwargs)

        return serve

    return make_wrapper


def patch_run_simple(module: ModuleType) -> None:
    """Patch `werkzeug.serving.run_simple`, with which `app.run()` and `flask run` serve.

    The files of `static_files` are served as by Werkzeug; its reloader and its debugger are not started.
    """

    def make_wrapper(original: Any) -> Any:
        signature = inspect.signature(original)

        def run_simple(*args: Any, **kwargs: Any) -> Any:
            if server_calls.is_concerned():
                # Versions of Flask-SocketIO that do not know this option pass it on.
                kwargs.pop("allow_unsafe_werkzeug", None)
            given = signature.bind(*args, **kwargs).arguments
            app = given["application"]
            if given.get("static_files") and server_calls.will_take():
                from werkzeug.middleware.shared_data import SharedDataMiddleware

                app = SharedDataMiddleware(app, given["static_files"])
            return None if server_calls.start("run_simple()", app) else original(*args, **kwargs)

        return run_simple

    wrap_everywhere(module, "run_simple", make_wrapper)


def patch_waitress_serve(module: ModuleType) -> None:
    """Patch `waitress.serve`."""
    wrap_everywhere(module, "serve", take_argument("waitress.serve()", "app"))


def patch_bottle(module: ModuleType) -> None:
    """Let `bottle.run` use an adapter of ours: Bottle then finds the app and installs its plugins itself."""

    class ProbeServer(module.ServerAdapter):  # type: ignore[name-defined,misc]  # of the guest's Bottle
        quiet = True

        def run(self, handler: Any) -> None:
            server_calls.start("bottle.run()", handler)

    def make_wrapper(original: Any) -> Any:
        signature = inspect.signature(original)

        def run(*args: Any, **kwargs: Any) -> Any:
            given = signature.bind_partial(*args, **kwargs)
            if server_calls.is_concerned():
                given.arguments.update(server=ProbeServer, reloader=False)
            return original(*given.args, **given.kwargs)

        return run

    wrap_everywhere(module, "run", make_wrapper)


def patch_gunicorn(module: ModuleType) -> None:
    """Patch `BaseApplication.run`, with which the program gunicorn and an app's own subclass serve."""
    original = module.BaseApplication.run

    @functools.wraps(original)
    def run(self: Any) -> Any:
        if not server_calls.is_concerned():
            return original(self)
        # The arbiter would set these before it loads the app.
        os.environ.update(getattr(self.cfg, "env", None) or {})
        return server_calls.start("gunicorn", self.wsgi())

    module.BaseApplication.run = run


def patch_socketio(module: ModuleType) -> None:
    """Let `SocketIO.run` start its server here as it does in a terminal, without the reloader."""
    original = module.SocketIO.run

    @functools.wraps(original)
    def run(self: Any, app: Any, *args: Any, **kwargs: Any) -> Any:
        if server_calls.is_concerned():
            kwargs["use_reloader"] = False
            kwargs["allow_unsafe_werkzeug"] = True
        return original(self, app, *args, **kwargs)

    module.SocketIO.run = run


def patch_eventlet(module: ModuleType) -> None:
    """Patch `eventlet.wsgi.server`."""
    wrap_everywhere(module, "server", take_argument("eventlet.wsgi.server()", "site", EVENTLET))


def patch_cheroot(module: ModuleType) -> None:
    """Patch `start` of Cheroot's WSGI server, which `safe_start` calls."""
    original = module.Server.start

    @functools.wraps(original)
    def start(self: Any) -> Any:
        started = server_calls.start("cheroot", self.wsgi_app, lambda stop: setattr(self, "stop", stop))
        return None if started else original(self)

    module.Server.start = start
