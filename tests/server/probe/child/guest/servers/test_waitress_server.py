"""Tests of Waitress as the server of a guest."""

import socket
import sys
import threading
from pathlib import Path

import pytest
import waitress

from server.probe.child.guest.failure import GuestStartError
from server.probe.child.guest.servers.waitress_server import (
    WaitressServer,
    import_waitress,
    load_lent_waitress,
    server_label,
)
from tests.environments import environment
from tests.server.probe.conftest import LoadApp
from tests.support.probe_host import SECONDS, ProbeHost


def test_the_guests_own_waitress_has_precedence(tmp_path: Path) -> None:
    """The folder of the lent one is not read."""
    module, label = import_waitress(str(tmp_path))
    assert module is waitress
    assert label == server_label(None)
    assert label.startswith("waitress 3")


def test_a_lent_waitress_leaves_no_module_behind() -> None:
    """The guest must not find what it does not have."""
    before = {name: module for name, module in sys.modules.items() if name.startswith("waitress")}
    try:
        module, label = load_lent_waitress(str(Path(waitress.__file__).parent))
        assert module is not waitress
        assert label.startswith("waitress 3")
        assert not any(name.startswith("waitress") for name in sys.modules)
    finally:
        sys.modules.update(before)


def test_a_folder_without_waitress_lends_none(tmp_path: Path) -> None:
    """An unknown version is left out of the label."""
    with pytest.raises((ImportError, OSError)):
        load_lent_waitress(str(tmp_path))
    sys.modules["waitress"] = waitress
    assert server_label(str(tmp_path)) == "waitress"


def test_a_server_stops_from_another_thread() -> None:
    """Until then it serves on a free port."""
    server = WaitressServer(waitress, "waitress", lambda environ, start_response: [], threads=1)
    assert server.port > 0
    stopper = threading.Thread(target=server.stop)
    stopper.start()
    server.run()
    stopper.join()
    server._server.close()


def test_a_port_that_cannot_be_opened_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    """The code is `port`, the message is the system's."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError("no more ports")

    monkeypatch.setattr(waitress, "create_server", refuse)
    with pytest.raises(GuestStartError) as caught:
        WaitressServer(waitress, "waitress", lambda environ, start_response: [], threads=1)
    assert (caught.value.code, caught.value.message) == ("port", "OSError: no more ports")


@pytest.mark.environments
def test_a_guest_without_any_waitress_is_reported(load: LoadApp) -> None:
    """It has none, and the host lends none."""
    _, response = load("hello.py", python=environment("flask22"), waitress=None)
    assert (response["code"], response["message"]) == (
        "no-server",
        "The guest has no Waitress, and none was lent.",
    )


@pytest.mark.environments
def test_a_lent_waitress_that_cannot_be_loaded_is_reported(load: LoadApp, tmp_path: Path) -> None:
    """Here its folder is empty."""
    _, response = load("hello.py", python=environment("flask22"), waitress=str(tmp_path))
    assert response["code"] == "no-server"
    assert response["message"].startswith("The lent Waitress cannot be used")


@pytest.mark.environments
def test_a_lent_waitress_cannot_be_imported_by_the_guest() -> None:
    """It serves, but `import waitress` fails as it would without the probe."""
    with ProbeHost(environment("flask22")) as host:
        ready = host.load("import_by_name.py")
        assert ready["server"].startswith("waitress 3")
        assert host.hello["packages"]["waitress"] is None
        assert host.fetch("GET", "/waitress").body == b"No module named 'waitress'"


@pytest.mark.environments
def test_a_lent_waitress_serves_an_app_that_allows_few_nested_calls() -> None:
    """The limit of recursion is raised for the import only."""
    with ProbeHost(environment("flask22")) as host:
        assert host.load("shallow.py")["server"].startswith("waitress 3")
        assert host.fetch("GET", "/limit").body == b"60"


def test_a_hundred_open_streams_leave_the_page_free(load: LoadApp) -> None:
    """Each stream has a thread, and the page is answered while all are open."""
    host, _ = load("open_streams.py")
    clients = [socket.create_connection(("127.0.0.1", host.port), timeout=SECONDS) for _ in range(120)]
    for client in clients:
        client.sendall(b"GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
    for client in clients:
        read_until(client, b"data: open")
    assert host.fetch("GET", "/").body == b"120"
    assert host.fetch("POST", "/end").body == b"ended"
    for client in clients:
        read_until(client, b"data: end")
        client.close()


def read_until(client: socket.socket, wanted: bytes) -> None:
    """Read until this has arrived."""
    data = b""
    while wanted not in data:
        part = client.recv(4096)
        assert part, data
        data += part
