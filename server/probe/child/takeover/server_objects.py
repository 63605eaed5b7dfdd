"""Patches of servers that are made first and started later.

A server that will be taken over is made as the guest asked, but on a free port of 127.0.0.1, which nobody
uses: the port that the guest names may be taken, or be reserved for another user.
"""

from __future__ import annotations

import functools
import inspect
from typing import TYPE_CHECKING, Any

from ..guest.servers.choose import GEVENT
from .server_calls import server_calls
from .serving_functions import wrap_everywhere

if TYPE_CHECKING:
    from types import ModuleType

HOST = "127.0.0.1"
# The arguments of Waitress that say where to listen.
LISTENING_ARGUMENTS = ("listen", "sockets", "unix_socket", "host", "port", "ipv4", "ipv6")


def patch_werkzeug_server(module: ModuleType) -> None:
    """Patch what `werkzeug.serving.make_server` returns."""
    server_class = module.BaseWSGIServer
    initialise, serve_forever = server_class.__init__, server_class.serve_forever
    signature = inspect.signature(initialise)

    @functools.wraps(initialise)
    def initialise_here(self: Any, *args: Any, **kwargs: Any) -> None:
        given = signature.bind(self, *args, **kwargs)
        if server_calls.will_take():
            given.arguments.update(host=HOST, port=0, ssl_context=None, fd=None)
        initialise(*given.args, **given.kwargs)

    @functools.wraps(serve_forever)
    def serve(self: Any, *args: Any, **kwargs: Any) -> Any:
        if server_calls.start("make_server().serve_forever()", self.app, replace_shutdown(self)):
            return self.server_close()
        return serve_forever(self, *args, **kwargs)

    server_class.__init__, server_class.serve_forever = initialise_here, serve


def patch_wsgiref(module: ModuleType) -> None:
    """Patch the server of `wsgiref.simple_server`, on which also Django's and Bottle's are based."""
    server_class = module.WSGIServer
    server_bind = server_class.server_bind

    @functools.wraps(server_bind)
    def bind(self: Any) -> None:
        if server_calls.will_take():
            self.server_address = (HOST, 0)
        server_bind(self)

    def take_over(name: str) -> Any:
        original = getattr(server_class, name)

        @functools.wraps(original)
        def serve(self: Any, *args: Any, **kwargs: Any) -> Any:
            if server_calls.start(f"wsgiref.simple_server.{name}()", self.get_app(), replace_shutdown(self)):
                return None
            return original(self, *args, **kwargs)

        return serve

    server_class.server_bind = bind
    for name in ("serve_forever", "handle_request"):
        setattr(server_class, name, take_over(name))


def patch_waitress_server(module: ModuleType) -> None:
    """Patch what `waitress.create_server` returns."""

    def make_wrapper(original: Any) -> Any:
        signature = inspect.signature(original)

        def create_server(*args: Any, **kwargs: Any) -> Any:
            given = signature.bind(*args, **kwargs)
            app = given.arguments.get("application")
            is_taken = server_calls.will_take()
            if is_taken:
                options = {name: value for name, value in kwargs.items() if name not in LISTENING_ARGUMENTS}
                server = original(*args, **{**options, "host": HOST, "port": 0})
            else:
                server = original(*args, **kwargs)
            if is_taken or server_calls.is_concerned():
                run = server.run

                def run_here() -> Any:
                    return None if server_calls.start("waitress", app) else run()

                run_here.__name__ = "run"  # after which a thread is named
                server.run = run_here
            return server

        return create_server

    wrap_everywhere(module, "create_server", make_wrapper)


def patch_gevent(module: ModuleType) -> None:
    """Patch `gevent.pywsgi.WSGIServer`; its `start` does not block, so the app is served in a thread."""
    server_class = module.WSGIServer
    serve_forever, start = server_class.serve_forever, server_class.start

    @functools.wraps(serve_forever)
    def serve(self: Any, *args: Any, **kwargs: Any) -> Any:
        if server_calls.start("gevent's WSGIServer", self.application, replace_stop(self), kind=GEVENT):
            return None
        return serve_forever(self, *args, **kwargs)

    @functools.wraps(start)
    def start_here(self: Any, *args: Any, **kwargs: Any) -> Any:
        started = server_calls.start_in_thread(self.application, replace_stop(self))
        return None if started else start(self, *args, **kwargs)

    server_class.serve_forever, server_class.start = serve, start_here


def patch_tornado(module: ModuleType) -> None:
    """Patch `listen` of Tornado's HTTPServer where it serves a WSGI app; it does not block either."""
    listen = module.HTTPServer.listen

    @functools.wraps(listen)
    def listen_here(self: Any, *args: Any, **kwargs: Any) -> Any:
        app = getattr(getattr(self, "request_callback", None), "wsgi_application", None)
        if app is not None and server_calls.start_in_thread(app, replace_stop(self)):
            return None
        return listen(self, *args, **kwargs)

    module.HTTPServer.listen = listen_here


def replace_shutdown(server: Any) -> Any:
    """Return a function that makes `server.shutdown()` stop the server that serves instead."""
    return lambda stop: setattr(server, "shutdown", stop)


def replace_stop(server: Any) -> Any:
    """Do the same for `server.stop()`."""
    return lambda stop: setattr(server, "stop", lambda *_, **__: stop())
