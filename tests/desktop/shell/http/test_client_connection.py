"""Tests of one connection over a real socket: how long it may take, and what is noticed of its client."""

import socket
import threading
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import pytest

from desktop.shell.http.limits import ServerLimits
from desktop.shell.process.loopback import bind
from desktop.shell.process.wsgi_server import WsgiServer
from tests.support.raw_client import COOKIE, SECONDS, ask, connect, get, hello, page, read_all, read_until

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

pytestmark = pytest.mark.slow

SHORT = ServerLimits(
    header_seconds=0.5, body_seconds=0.5, unknown_idle_seconds=0.5, idle_seconds=60, stalled_seconds=1
)


def knows(headers: Mapping[str, str]) -> bool:
    """Return whether a request has our session."""
    return headers.get("COOKIE") == "session=ours"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Serve with short time limits, and yield the port."""
    server = WsgiServer(hello, bind(0), name="Test", limits=SHORT, knows=knows)
    yield server.port
    assert server.close()


@pytest.mark.hardness("slow-clients")
@pytest.mark.parametrize(
    "first",
    [
        b"",
        b"\r\n\r\n\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n" + COOKIE,
        b"POST / HTTP/1.1\r\nHost: x\r\n" + COOKIE + b"Content-Length: 100\r\n\r\nhalf",
        b"POST / HTTP/1.1\r\nHost: x\r\n" + COOKIE + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhe",
    ],
    ids=["nothing", "empty lines", "half a head", "half a body", "half a chunk"],
)
def test_an_unfinished_request_is_dropped(port: int, first: bytes) -> None:
    """A connection on which no whole request comes is closed, also one that goes on sending single bytes."""
    with connect(port) as client:
        client.sendall(first)
        client.settimeout(0.1)
        for _ in range(100):
            try:
                if client.recv(100) == b"":
                    return
            except TimeoutError:
                client.sendall(b"\r\n" if not first.strip() else b"a")
            except ConnectionError:
                return
    pytest.fail("it was not closed")


def test_a_known_client_may_keep_an_idle_connection(port: int) -> None:
    """A client of ours may ask again on its connection after a while; an unknown one may not."""
    with connect(port) as known, connect(port) as unknown:
        known.sendall(get("/1", COOKIE))
        unknown.sendall(get("/1"))
        assert b"hello /1" in read_until(known, b"hello /1")
        assert b"hello /1" in read_until(unknown, b"hello /1")
        assert read_all(unknown) == b""
        known.sendall(get("/2", COOKIE))
        assert b"hello /2" in read_until(known, b"hello /2")


@pytest.mark.hardness("slow-clients")
def test_an_answer_that_is_not_read_is_given_up() -> None:
    """A client that takes nothing of a large answer loses its connection, and the thread goes on."""
    ended = threading.Event()

    def large(_environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterator[bytes]:
        start_response("200 OK", [("Content-Type", "text/plain")])
        try:
            while True:
                yield bytes(1 << 20)
        finally:
            ended.set()

    server = WsgiServer(large, bind(0), name="Test", limits=SHORT)
    with connect(server.port) as client:
        client.sendall(get())
        assert ended.wait(SECONDS)
    assert server.close()


@pytest.mark.hardness("smuggled-requests")
def test_a_refused_request_ends_its_connection(port: int) -> None:
    """A request with two lengths gets one answer, 400, and what follows it on its connection gets none."""
    smuggled = (
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    )
    answer = ask(port, smuggled + get("/smuggled"))
    assert answer.startswith(b"HTTP/1.1 400 ") or answer.startswith(b"HTTP/1.0 400 ")
    assert b"hello" not in answer
    assert answer.count(b"HTTP/1.") == 1


def test_several_requests_in_one_piece_are_answered_in_turn(port: int) -> None:
    """Pipelined requests get their answers in their order."""
    answer = ask(port, get("/1") + get("/2") + get("/3", b"Connection: close\r\n"))
    assert [line for line in answer.split(b"\r\n") if b"hello" in line] != []
    assert answer.index(b"hello /1") < answer.index(b"hello /2") < answer.index(b"hello /3")


def test_a_client_that_asks_first_is_told_to_go_on(port: int) -> None:
    """Expect: 100-continue is answered before the body is sent, and other expectations change nothing."""
    with connect(port) as client:
        client.sendall(
            b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n"
            b"Expect: 100-continue\r\nConnection: close\r\n\r\n"
        )
        assert client.recv(100).startswith(b"HTTP/1.1 100 Continue")
        client.sendall(b"hi")
        assert b"hello /a" in read_all(client)
    assert b"hello /b" in ask(port, get("/b", b"Expect: the-spanish-inquisition\r\nConnection: close\r\n"))
    assert b"hello /c" in ask(port, get("/c", b"Expect: 100-continue\r\nConnection: close\r\n"))


def test_a_client_that_goes_away_while_it_waits_is_noticed() -> None:
    """An app that waits for news learns at once that nobody listens any more."""
    began, gone = threading.Event(), threading.Event()

    def app(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        start_response("200 OK", [("Content-Type", "text/plain")])
        began.set()
        is_gone = environ["waitress.client_disconnected"]
        for _ in range(SECONDS * 50):
            if is_gone():
                gone.set()
                break
            gone.wait(0.02)
        return [b"late"]

    server = WsgiServer(app, bind(0), name="Test", pools={"waits": (2, 2)}, pool_of=lambda _m, _p: "waits")
    with connect(server.port) as client:
        client.sendall(get())
        assert began.wait(SECONDS)
    assert gone.wait(SECONDS)
    assert server.close()


def test_a_client_that_sends_more_while_it_waits_is_answered_in_turn() -> None:
    """Bytes that come during a wait stay for later, and do not keep the server's loop busy."""
    may_end = threading.Event()

    def app(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        may_end.wait(SECONDS)
        return hello(environ, start_response)

    server = WsgiServer(app, bind(0), name="Test", pools={"waits": (2, 2)}, pool_of=lambda _m, _p: "waits")
    with connect(server.port) as client:
        client.sendall(get("/1"))
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.sendall(get("/2", b"Connection: close\r\n"))
        may_end.set()
        answer = read_all(client)
    assert answer.index(b"hello /1") < answer.index(b"hello /2")
    assert server.close()


def test_a_page_is_served_meanwhile(port: int) -> None:
    """The server of these tests still answers."""
    assert b"hello /page" in page(port)
