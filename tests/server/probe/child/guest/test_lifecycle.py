"""Tests of a guest process from its start to its end."""

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from server.model.event import PROBE_FAULT
from server.probe.locate import boot_script
from server.runner.channel.event_schemas import KINDS
from tests.environments import environment
from tests.server.probe.conftest import LoadApp
from tests.support.probe_host import SECONDS, ProbeHost


def test_the_guest_reports_its_versions_and_sensors(load: LoadApp) -> None:
    """Python and packages in `hello`, server and sensors in `ready`."""
    host, response = load("hello.py")
    assert host.hello["python"] == ".".join(map(str, sys.version_info[:3]))
    assert host.hello["pid"] == host.process.pid
    assert host.hello["packages"]["flask"]
    assert response["server"] == f"waitress {host.hello['packages']['waitress']}"
    names = [sensor["name"] for sensor in response["sensors"]]
    assert sorted(names) == sorted(set(KINDS) - {PROBE_FAULT})
    exchange = {sensor["state"] for sensor in response["sensors"] if sensor["why"] is None}
    assert exchange == {"on"}


def test_the_guest_ends_with_the_channel(load: LoadApp) -> None:
    """Closing the connection is enough."""
    host, _ = load("hello.py")
    host.connection.shutdown(socket.SHUT_RDWR)
    assert host.wait_for_exit() == 0


def test_an_unused_spare_ends_with_the_channel() -> None:
    """It prints nothing."""
    with ProbeHost() as host:
        host.connection.shutdown(socket.SHUT_RDWR)
        assert host.wait_for_exit() == 0
        assert host.text == ""


def test_a_hanging_request_does_not_keep_the_guest_alive(load: LoadApp) -> None:
    """It is given a moment to finish."""
    host, _ = load("hanging_view.py")
    client = socket.create_connection(("127.0.0.1", host.port), timeout=SECONDS)
    client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert "hanging" in host.wait_for_output("hanging")
    host.connection.shutdown(socket.SHUT_RDWR)
    assert host.wait_for_exit() == 0
    client.close()


def test_a_guest_without_a_host_exits() -> None:
    """Nothing listens on the port that it was given."""
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    done = subprocess.run(
        [sys.executable, str(boot_script())],
        input=json.dumps({"version": 1, "host_port": port, "key": "00" * 32}) + "\n",
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 4
    assert done.stderr.startswith("The probe found no host")


def test_events_before_an_abrupt_exit_are_sent(load: LoadApp) -> None:
    """A view that calls `os._exit` keeps its exit code."""
    host, _ = load("side_effects.py")
    exchange = host.send_broken_request("/exit")
    assert exchange.end is None
    assert exchange.body("log")["message"] == "leaving"
    assert host.wait_for_exit() == 9


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="there is no fork on this system")
def test_a_forked_child_of_the_guest_reports_nothing(load: LoadApp) -> None:
    """Its end does not end the exchange, and the parent continues."""
    host, _ = load("side_effects.py")
    response, exchange = host.send_request("GET", "/fork")
    assert response.body == b"7"
    assert exchange.bodies("log") == []
    response, exchange = host.send_request("GET", "/thread")
    logged = {event["body"]["message"] for event in exchange.events if event["kind"] == "log"}
    assert logged == {"from the thread", "from the view"}


def test_hostile_objects_cannot_hang_or_break_an_exchange(load: LoadApp) -> None:
    """Their `repr` would hang, raise, exit, log or never end: it is not called, and the rest is reported."""
    host, _ = load("hostile_reprs.py")
    response, exchange = host.send_request("GET", "/")
    assert response.body == b"shown"
    context = exchange.body("template")["context"]
    assert context["hangs"]["repr"] == "<hostile_reprs.HangingRepr object>"
    assert context["itself"]["repr"] == "[1, [...]]"
    assert context["plain"] == {"type": "dict", "repr": "{'a': [1, (2,), {3}]}", "cut": False}
    assert exchange.bodies("log") == []
    assert exchange.bodies("probe-fault") == []


@pytest.mark.environments
def test_a_flask_that_is_too_old_is_served_and_named(load: LoadApp, tmp_path: Path) -> None:
    """It is a Flask app, its requests are told, and each sensor that cannot be says why."""
    (tmp_path / "app.py").write_text(
        "import logging\nfrom flask import Flask\n"
        "def create_app(url):\n"
        "    app = Flask(__name__)\n"
        "    app.add_url_rule('/', view_func=lambda: (logging.warning('seen'), url)[1])\n"
        "    return app\n"
    )
    host, message = load('app:create_app("a:b")', tmp_path, python=environment("old"))
    assert (message["type"], message["framework"]) == ("ready", "flask"), message
    why = {each["name"]: each["why"] for each in message["sensors"]}
    assert why["view"] == why["routing"] == f"Flask {host.hello['packages']['flask']} is older than 2.2."
    assert {route["rule"] for route in message["routes"]} == {"/static/<path:filename>", "/"}
    response, exchange = host.send_request("GET", "/")
    assert (response.body, exchange.body("log")["message"]) == (b"a:b", "seen")
    assert exchange.bodies("probe-fault") == []
