"""Requests that end in SystemExit, KeyboardInterrupt, GeneratorExit or another such exception."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from tests.apps.base_exceptions import RAISED
from tests.support.probe_host import APPS, SECONDS, ProbeHost

pytestmark = [pytest.mark.slow, pytest.mark.hardness("guest-base-exception")]

APP = "base_exceptions.py"
PLACES = ("view", "before", "after", "teardown", "body", "empty-body", "thread")
WHERE = {"view": "view", "before": "hook", "after": "hook", "teardown": "hook"}


@pytest.fixture(scope="module")
def flask_run() -> Iterator[int]:
    """The port of the same app under `flask run`."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", APP, "run", "--port", str(port)],
        cwd=APPS,
        env={name: value for name, value in os.environ.items() if not name.startswith("FLASK_")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        limit = time.monotonic() + SECONDS
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                assert time.monotonic() < limit
                time.sleep(0.02)
        yield port
    finally:
        process.kill()
        process.wait()


def ask(port: int, path: str) -> tuple[bytes, bytes]:
    """Return the status line and the body that come before the server closes the connection."""
    with socket.create_connection(("127.0.0.1", port), SECONDS) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        received = b"".join(iter(lambda: connection.recv(1 << 16), b""))
    head, _, body = received.partition(b"\r\n\r\n")
    return head.partition(b"\r\n")[0], body


@pytest.mark.parametrize("what", RAISED)
@pytest.mark.parametrize("place", PLACES)
def test_a_request_ends_at_once_as_under_flask_run(
    own_app: Callable[[str], ProbeHost], flask_run: int, place: str, what: str
) -> None:
    """A request that ends in SystemExit, KeyboardInterrupt or GeneratorExit is answered as by `flask run`."""
    host = own_app(APP)
    path = f"/{place}?what={what}"
    expected = ask(flask_run, path)
    started = time.monotonic()
    answered, exchange = host.record(lambda port: ask(port, path))
    assert time.monotonic() - started < SECONDS / 2
    assert answered == expected
    if place == "thread":
        assert not exchange.bodies("exception")
        assert exchange.body("response")["status"] == 200
    else:
        error = exchange.body("exception")
        assert error["type"].rpartition(".")[2] == type(RAISED[what]).__name__
        assert error["where"] == WHERE.get(place, "response")
    assert not exchange.bodies("probe-fault")
    assert host.send_request("GET", "/fine")[0].status == 200
