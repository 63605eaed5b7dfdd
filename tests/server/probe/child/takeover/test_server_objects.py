"""Tests of the patches of servers that are made first and started later."""

from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from server.probe.child.takeover import server_objects
from server.probe.child.takeover.server_calls import ServerCalls


def test_tornado_is_taken_over_where_it_serves_a_wsgi_app(calls: ServerCalls) -> None:
    """Another application of Tornado listens as it would."""
    apps: list[Any] = []
    calls.expect(lambda app, _started: apps.append(app))

    class HTTPServer:
        def __init__(self, callback: Any) -> None:
            self.request_callback = callback

        def listen(self, port: int) -> str:
            return f"listens at {port}"

    module = ModuleType("tornado.httpserver")
    vars(module)["HTTPServer"] = HTTPServer
    server_objects.patch_tornado(module)
    assert HTTPServer(object()).listen(80) == "listens at 80"
    assert HTTPServer(SimpleNamespace(wsgi_application="app")).listen(80) is None
    assert HTTPServer(SimpleNamespace(wsgi_application="app")).listen(80) == "listens at 80"
    assert apps == ["app"]


@pytest.mark.parametrize("name", ["shutdown", "stop"])
def test_the_guest_can_stop_its_server(name: str) -> None:
    """The server's own method stops the one that serves instead."""
    server, stopped = SimpleNamespace(), []
    replace = {"shutdown": server_objects.replace_shutdown, "stop": server_objects.replace_stop}[name]
    replace(server)(lambda: stopped.append(name))
    getattr(server, name)()
    assert stopped == [name]
