"""A guest that eventlet has patched, served by eventlet."""

import http.client
import socket
import sys
import types
from collections.abc import Iterator
from typing import Any

import pytest

from server.probe.child.guest.failure import GuestStartError
from server.probe.child.guest.servers import eventlet_server
from server.probe.child.guest.servers.eventlet_server import EventletServer
from tests.environments import environment
from tests.server.probe.conftest import LoadApp
from tests.support.probe_host import SECONDS, ProbeHost


@pytest.fixture(scope="module")
def host() -> Iterator[ProbeHost]:
    """A guest that eventlet has patched."""
    with ProbeHost(environment("greenlets")) as host:
        host.ready = host.load("eventlet_app.py")
        yield host


@pytest.mark.environments
@pytest.mark.hardness("guest-patched-library")
def test_its_requests_run_on_green_threads_and_are_observed(host: ProbeHost) -> None:
    """The events of a request are those that Waitress would have brought about."""
    assert host.ready["server"].startswith("eventlet ")
    answer, exchange = host.send_request("GET", "/")
    assert answer.body == b"GreenThread"
    assert exchange.body("log")["message"] == "on a green thread"
    assert exchange.body("response")["status"] == 200
    assert exchange.bodies("probe-fault") == []


@pytest.mark.environments
def test_a_request_that_waits_lets_others_be_answered(host: ProbeHost) -> None:
    """One green thread waits while another answers."""
    waiting = http.client.HTTPConnection("127.0.0.1", host.port, timeout=SECONDS)
    waiting.request("GET", "/wait")
    assert host.fetch("GET", "/release").body == b"arrived"
    assert waiting.getresponse().read() == b"released"
    waiting.close()


@pytest.mark.environments
def test_it_ends_with_the_channel(load: LoadApp) -> None:
    """Also while a request waits."""
    host, _ = load("eventlet_app.py", python=environment("greenlets"))
    waiting = http.client.HTTPConnection("127.0.0.1", host.port, timeout=SECONDS)
    waiting.request("GET", "/wait")
    host.connection.shutdown(socket.SHUT_RDWR)
    assert host.wait_for_exit() == 0
    waiting.close()


def test_a_process_without_eventlet_is_not_patched() -> None:
    """Nothing is imported to find that out."""
    assert eventlet_server.has_patched() is False


def test_a_port_that_cannot_be_opened_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    """The code is `port`, the message is the system's."""

    def refuse(_: Any) -> None:
        raise OSError("no more ports")

    library = types.ModuleType("eventlet")
    library.listen = refuse  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "eventlet", library)
    monkeypatch.setattr("importlib.metadata.version", lambda _: "1.0")
    with pytest.raises(GuestStartError) as caught:
        EventletServer(lambda environ, start_response: [])
    assert (caught.value.code, caught.value.message) == ("port", "OSError: no more ports")
