"""A guest that gevent has patched, served by gevent."""

import http.client
import socket
import sys
import types

import pytest

from server.probe.child.guest.failure import GuestStartError
from server.probe.child.guest.servers import gevent_server
from server.probe.child.guest.servers.gevent_server import GeventServer, websocket_handler
from tests.server.probe.conftest import LoadApp, OpenApp
from tests.support.probe_host import SECONDS

APP = "gevent_app.py"


@pytest.mark.hardness("guest-patched-library")
def test_its_requests_run_on_greenlets_and_are_observed(own_app: OpenApp) -> None:
    """The events of a request are those that Waitress would have brought about."""
    host = own_app(APP)
    assert host.ready["server"].startswith("gevent ")
    answer, exchange = host.send_request("GET", "/")
    assert answer.body == b"Greenlet"
    assert exchange.body("log")["message"] == "on a greenlet"
    assert exchange.body("view")["name"] == "index"
    assert exchange.body("response")["status"] == 200
    assert exchange.bodies("probe-fault") == []


@pytest.mark.hardness("guest-patched-library")
def test_a_request_that_waits_lets_others_be_answered(load: LoadApp) -> None:
    """The events stay with their own exchanges."""
    host, _ = load(APP)
    waiting = http.client.HTTPConnection("127.0.0.1", host.port, timeout=SECONDS)
    waiting.request("GET", "/wait")
    assert host.fetch("GET", "/release").body == b"arrived"
    assert waiting.getresponse().read() == b"released"
    waiting.close()
    exchanges = [host.exchange(number) for number in (1, 2)]
    logs = {exchange.body("view")["name"]: exchange.bodies("log") for exchange in exchanges}
    assert [record["message"] for record in logs["wait"]] == ["waiting", "released"]
    assert logs["release"] == []


def test_it_ends_with_the_channel(load: LoadApp) -> None:
    """Also while a request waits."""
    host, _ = load(APP)
    waiting = http.client.HTTPConnection("127.0.0.1", host.port, timeout=SECONDS)
    waiting.request("GET", "/wait")
    host.connection.shutdown(socket.SHUT_RDWR)
    assert host.wait_for_exit() == 0
    waiting.close()


def test_gevent_without_patches_is_not_chosen() -> None:
    """An app may use gevent elsewhere, or only have it installed."""
    assert gevent_server.has_patched() is False


def test_a_port_that_cannot_be_opened_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    """The code is `port`, the message is the system's."""
    from gevent import pywsgi  # noqa: PLC0415 - only this test needs it

    def refuse(_: object) -> None:
        raise OSError("no more ports")

    monkeypatch.setattr(pywsgi.WSGIServer, "start", refuse)
    with pytest.raises(GuestStartError) as caught:
        GeventServer(lambda environ, start_response: [])
    assert (caught.value.code, caught.value.message) == ("port", "OSError: no more ports")


def test_the_handler_of_gevent_websocket_is_used_if_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """As Flask-SocketIO does."""
    monkeypatch.setitem(sys.modules, "geventwebsocket", None)
    assert websocket_handler() is None
    package, module = types.ModuleType("geventwebsocket"), types.ModuleType("geventwebsocket.handler")
    module.WebSocketHandler = "the handler"  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "geventwebsocket", package)
    monkeypatch.setitem(sys.modules, "geventwebsocket.handler", module)
    assert websocket_handler() == "the handler"
