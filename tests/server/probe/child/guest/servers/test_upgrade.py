"""Upgrades of connections of Waitress, with a guest of Flask-Sock."""

import logging
import queue
import socket
import threading
import time
from collections.abc import Callable, Iterator
from logging.handlers import QueueHandler
from typing import Any

import psutil
import pytest
import waitress
import websocket

from server.probe.child.guest.servers.task_dispatcher import KEPT_THREADS
from server.probe.child.guest.servers.upgrade import ENVIRON_KEY
from server.probe.child.guest.servers.waitress_server import WaitressServer
from tests.server.probe.conftest import LoadApp
from tests.support.probe_host import SECONDS

UPGRADE = (
    b"GET /?n=1 HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
PLAIN = b"GET /?n=2 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"

# The loop, two of the probe, and those that stay when they are idle.
THREADS = 3 + KEPT_THREADS

Serve = Callable[[Any], int]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Return a function that serves an application and returns its port."""
    running: list[tuple[WaitressServer, threading.Thread]] = []

    def start(app: Any) -> int:
        server = WaitressServer(waitress, "waitress", app, threads=8)
        thread = threading.Thread(target=server.run)
        running.append((server, thread))
        thread.start()
        return server.port

    yield start
    for server, thread in running:
        server.stop()
        thread.join(SECONDS)
        for channel in list(server._map.values()):
            channel.close()


def page(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Answer with the query; the socket is not used."""
    start_response("200 OK", [("Content-Type", "text/plain"), ("Date", "now")])
    return [environ["QUERY_STRING"].encode()]


def exchange(port: int, data: bytes) -> bytes:
    """Send these bytes and return all that comes until the end of the connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as client:
        client.sendall(data)
        client.shutdown(socket.SHUT_WR)
        answer = b""
        while part := client.recv(4096):
            answer += part
    return answer


def plain_waitress(data: bytes) -> bytes:
    """Return what Waitress by itself answers to these bytes."""
    connections: dict[Any, Any] = {}
    server = waitress.create_server(page, map=connections, host="127.0.0.1", port=0)
    ended = threading.Event()

    def run() -> None:
        while not ended.is_set():
            server.asyncore.loop(timeout=30, map=connections, count=1)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        return exchange(int(server.effective_port), data)
    finally:
        ended.set()
        server.pull_trigger()
        thread.join(SECONDS)
        server.task_dispatcher.shutdown()
        for channel in list(connections.values()):
            channel.close()


@pytest.mark.parametrize(
    "data", [UPGRADE + PLAIN, PLAIN, UPGRADE + b"no HTTP\r\n\r\n", UPGRADE + UPGRADE + PLAIN]
)
def test_an_app_without_websockets_answers_as_under_plain_waitress(serve: Serve, data: bytes) -> None:
    """Byte for byte, also what follows the request on the same connection."""
    answer = exchange(serve(page), data)
    assert answer == plain_waitress(data)
    assert answer.startswith(b"HTTP/1.1 200 OK")


def test_the_app_owns_the_socket_and_what_was_read_ahead(caplog: pytest.LogCaptureFixture) -> None:
    """The connection leaves the server's loop, and ends with the request."""
    left: list[bool] = []

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        upgrade = environ[ENVIRON_KEY]
        channels = environ["channels"]()
        upgrade.sendall(b"HTTP/1.1 101 Switching Protocols\r\n\r\n")
        left.append(len(environ["channels"]()) < len(channels))
        data = b""
        while len(data) < 7:
            data += upgrade.recv(3)
        upgrade.sendall(b"got " + data)
        start_response("200 OK", [("Content-Length", "10")])
        return [b"never sent"]

    servers: list[Any] = []

    def with_channels(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        environ["channels"] = lambda: dict(servers[0].active_channels)
        return app(environ, start_response)

    server = WaitressServer(waitress, "waitress", with_channels, threads=1)
    servers.append(server._server)
    thread = threading.Thread(target=server.run)
    thread.start()
    answer = exchange(server.port, UPGRADE + b"1234567")
    assert answer == b"HTTP/1.1 101 Switching Protocols\r\n\r\ngot 1234567"
    assert left == [True]
    server.stop()
    thread.join(SECONDS)
    for channel in list(server._map.values()):
        channel.close()
    assert caplog.text == ""


def test_an_app_that_fails_after_the_upgrade_ends_the_connection(serve: Serve) -> None:
    """No error page is written into the websocket; a lost connection is not logged."""
    errors: list[Exception] = [ConnectionError("lost"), LookupError("rye")]

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        environ[ENVIRON_KEY].sendall(b"upgraded")
        raise errors.pop(0)

    heard: queue.SimpleQueue[logging.LogRecord] = queue.SimpleQueue()
    handler = QueueHandler(heard)
    logger = logging.getLogger("waitress")
    logger.addHandler(handler)
    try:
        port = serve(app)
        assert exchange(port, UPGRADE) == b"upgraded"
        assert exchange(port, UPGRADE) == b"upgraded"
        assert "LookupError: rye" in heard.get(timeout=SECONDS).getMessage()
        assert heard.empty()
    finally:
        logger.removeHandler(handler)


def test_an_open_websocket_does_not_keep_the_guest_alive(load: LoadApp) -> None:
    """Neither do the threads that read from it."""
    host, _ = load("websocket_app.py")
    client = websocket.create_connection(f"ws://127.0.0.1:{host.port}/echo", timeout=SECONDS)
    client.send("rye")
    assert client.recv() == "rye"
    host.connection.shutdown(socket.SHUT_RDWR)
    assert host.wait_for_exit() == 0
    client.shutdown()  # type: ignore[no-untyped-call]


def test_many_websockets_leave_no_thread_and_no_file_behind(load: LoadApp) -> None:
    """Neither those that are closed nor those whose client just leaves."""
    host, _ = load("websocket_app.py")
    guest = psutil.Process(host.process.pid)
    assert host.fetch("GET", "/").status == 200
    files = len(guest.net_connections())
    for number in range(20):
        client = websocket.create_connection(f"ws://127.0.0.1:{host.port}/echo", timeout=SECONDS)
        client.send("rye")
        assert client.recv() == "rye"
        if number % 2:
            client.send("stop")
            client.recv()
        client.shutdown()  # type: ignore[no-untyped-call]
    for number in range(2, 22):
        host.exchange(number)
    for _ in range(500):
        if len(guest.net_connections()) <= files and guest.num_threads() <= THREADS:
            break
        time.sleep(0.01)
    assert len(guest.net_connections()) <= files
    assert guest.num_threads() <= THREADS


def test_the_socket_is_offered_only_where_it_was_asked_for(serve: Serve) -> None:
    """It has the attributes of a socket and no others; asking for another does not take it."""
    seen: list[Any] = []

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        upgrade = environ.get(ENVIRON_KEY)
        seen.append(upgrade is None or (upgrade.is_taken, hasattr(upgrade, "colour"), repr(upgrade)))
        return page(environ, start_response)

    port = serve(app)
    exchange(port, PLAIN)
    exchange(port, UPGRADE + PLAIN)
    assert seen == [True, (False, False, "<the socket of this connection>"), True]
