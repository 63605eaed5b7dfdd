"""Tests of the servers that are recognised, each started by a real program."""

import socket
from pathlib import Path

import pytest

from tests.server.probe.conftest import LoadApp
from tests.support.probe_host import APPS
from tests.support.socketio_client import exchange_message

pytestmark = pytest.mark.slow

PROGRAMS = APPS / "programs"


@pytest.mark.parametrize(
    "server",
    [
        "app.run",
        "run_simple",
        "make_server",
        "waitress.serve",
        "waitress.create_server",
        "bottle.run",
        "wsgiref",
        "gevent",
        "gevent start",
        "a thread",
    ],
)
def test_the_first_server_of_a_program_is_taken_over(load: LoadApp, server: str) -> None:
    """It never takes the port that it names; the call returns at the end, and the program ends by itself."""
    host, message = load("", PROGRAMS, program=["servers.py", server])
    assert message["type"] == "ready", message
    assert host.fetch("GET", "/").body.decode() == server
    host.connection.shutdown(socket.SHUT_RDWR)
    assert host.wait_for_exit() == 0
    host.wait_for_output("the server has ended")


@pytest.mark.parametrize("call", ["run_simple", "serve"])
def test_a_server_at_import_is_reported_at_once(load: LoadApp, tmp_path: Path, call: str) -> None:
    """The line is named, and the file that may be run as a program."""
    if call == "run_simple":
        host, message = load("serves_at_import.py", PROGRAMS)
        name, line = "serves_at_import.py", 7
    else:
        (tmp_path / "app.py").write_text("import waitress\napp = print\nwaitress.serve(app, port=1)\n")
        host, message = load("", tmp_path)
        name, line = "app.py", 3
    assert (message["type"], message["code"], message["program"]) == ("failed", "serves-at-import", name)
    assert message["message"].endswith(f"{name}:{line}.")
    assert host.wait_for_exit() == 3


def test_socketio_on_gevent_is_served_by_gevent(load: LoadApp) -> None:
    """Its websockets need greenlets, also where gevent has patched nothing."""
    host, message = load("", PROGRAMS, program=["socketio_on_gevent.py"])
    assert message["server"].startswith("gevent "), message
    exchange_message(host.port)
    assert host.exchange(1).body("response")["status"] == 101
    host.connection.shutdown(socket.SHUT_RDWR)
    assert host.wait_for_exit() == 0
