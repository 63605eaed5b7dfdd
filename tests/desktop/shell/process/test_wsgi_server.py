"""Waitress on loopback, and its end."""

import contextlib
import socket
import threading
import time
import urllib.request
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest
from waitress import wasyncore

from desktop.shell.http.limits import ServerLimits
from desktop.shell.process.loopback import SHARED_HOST, bind, listen_at_name
from desktop.shell.process.wsgi_server import WsgiServer

pytestmark = pytest.mark.slow

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def hello(_environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """A WSGI app that is glad."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"hello"]


def get(port: int) -> bytes:
    """The body that the server gives for its root."""
    with urllib.request.urlopen(f"http://{SHARED_HOST}:{port}/", timeout=10) as answer:
        body: bytes = answer.read()
    return body


def test_it_answers_on_a_port_of_its_own() -> None:
    """Port 0 is any free port, known before anything is served."""
    listening = bind(0)
    server = WsgiServer(hello, listening, name="Test")
    assert server.port == listening.getsockname()[1]
    assert get(server.port) == b"hello"
    assert server.close()


def test_it_answers_on_every_socket() -> None:
    """The server of two sockets answers on both, and ends at once on both."""
    listening = listen_at_name(0)
    server = WsgiServer(hello, *listening.sockets, name="Test")
    for each in listening.sockets:
        with socket.create_connection(each.getsockname()[:2], timeout=10) as client:
            client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            assert client.recv(100).startswith(b"HTTP/1.1 200 OK")
    before = time.monotonic()
    assert server.close()
    assert time.monotonic() - before < 5, "it waited for a connection that nobody uses"
    listen_at_name(server.port).close()


def test_a_request_that_comes_before_the_app_waits_for_it() -> None:
    """The socket listens from the beginning, so no client is refused while the app is being built."""
    listening = bind(0)
    with socket.create_connection(listening.getsockname(), timeout=10) as early:
        early.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        server = WsgiServer(hello, listening, name="Test")
        assert early.recv(100).startswith(b"HTTP/1.1 200 OK")
    server.close()


def test_the_port_is_free_again_after_the_end() -> None:
    """A second run may take the same port at once."""
    server = WsgiServer(hello, bind(0), name="Test")
    get(server.port)
    server.close()
    again = WsgiServer(hello, bind(server.port), name="Test")
    assert get(server.port) == b"hello"
    again.close()


def test_an_open_stream_does_not_keep_it_from_ending() -> None:
    """A client that listens for ever is dropped, and the end comes within its time."""
    begun, ended = threading.Event(), threading.Event()

    def stream(_environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterator[bytes]:
        start_response("200 OK", [("Content-Type", "text/plain")])
        try:
            while True:
                yield b"tick\n"
                begun.set()
                time.sleep(0.01)
        finally:
            ended.set()

    server = WsgiServer(stream, bind(0), name="Test")
    with socket.create_connection((SHARED_HOST, server.port), timeout=10) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert begun.wait(10)
        before = time.monotonic()
        assert server.close()
        assert time.monotonic() - before < 20
    assert ended.wait(10)


def test_a_second_close_does_nothing() -> None:
    """Closing is final and may be said twice."""
    server = WsgiServer(hello, bind(0), name="Test")
    assert server.close()
    assert server.close()


def test_half_requests_do_not_keep_others_out() -> None:
    """More connections than Waitress takes by default leave room, and those without a request are ended."""
    server = WsgiServer(hello, bind(0), name="Test", limits=ServerLimits(header_seconds=1))
    with contextlib.ExitStack() as opened:
        halves = [
            opened.enter_context(socket.create_connection((SHARED_HOST, server.port), 10)) for _ in range(120)
        ]
        for half in halves:
            half.sendall(b"GET / HTTP/1.1\r\n")
        assert get(server.port) == b"hello"
        halves[0].settimeout(30)
        assert halves[0].recv(100) == b""
    server.close()


def test_an_error_of_the_loop_does_not_end_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a single error the server goes on."""
    failed = threading.Event()
    loop = wasyncore.loop

    def fail_once(**arguments: object) -> None:
        if not failed.is_set():
            failed.set()
            raise ValueError("filedescriptor out of range in select()")
        loop(**arguments)

    monkeypatch.setattr(wasyncore, "loop", fail_once)
    server = WsgiServer(hello, bind(0), name="Test")
    assert get(server.port) == b"hello"
    assert failed.is_set()
    assert server.close()


@pytest.mark.hardness("connection-flood")
def test_the_end_of_the_server_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the loop can go on no longer, `on_failure` is called; after `close` no request is answered."""
    told = threading.Event()

    def fail(**_arguments: object) -> None:
        raise ValueError("filedescriptor out of range in select()")

    monkeypatch.setattr(wasyncore, "loop", fail)
    server = WsgiServer(hello, bind(0), name="Test", on_failure=told.set)
    assert told.wait(20)
    assert server.close()
    task = Mock()
    assert not any(pool.offer(task) for pool in server._pools.values())


def test_a_normal_end_is_no_failure() -> None:
    """Closing the server tells nobody of a failure."""
    told = threading.Event()
    server = WsgiServer(hello, bind(0), name="Test", on_failure=told.set)
    assert server.close()
    assert not told.is_set()
