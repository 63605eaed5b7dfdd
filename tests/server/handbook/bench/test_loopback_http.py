"""Test plain requests and plain bytes to loopback servers."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from server.handbook.bench.loopback_http import Answer, fetch, free_port, raw
from server.handbook.undecided import Undecided


@contextmanager
def server(
    said: bytes, *, port: int = 0, after: float = 0.0, close: bool = True
) -> Iterator[tuple[int, list[bytes]]]:
    """Start a server that answers one connection with these bytes; return its port and what it receives."""
    told: list[bytes] = []
    port = port or free_port()
    leave = threading.Event()

    def serve() -> None:
        leave.wait(after)
        with socket.create_server(("127.0.0.1", port)) as listener:
            caller, _ = listener.accept()
            with caller:
                heard = caller.recv(65536)
                while b"Content-Length: 2" in heard and not heard.endswith(b"ab"):
                    heard += caller.recv(65536)
                told.append(heard)
                caller.sendall(said)
                if not close:
                    leave.wait(60)

    thread = threading.Thread(target=serve)
    thread.start()
    yield port, told
    leave.set()
    thread.join()


def test_an_answer_has_its_parts() -> None:
    """Status, headers and body as they came."""
    said = b"HTTP/1.1 404 Not There\r\nX-Loaf: rye\r\nX-Loaf: oat\r\nContent-Length: 7\r\n\r\n[1,\xc3\xa4]"
    with server(said.replace(b"\xc3\xa4", b"22")) as (port, told):
        answer = fetch(f"http://localhost:{port}/a?b=c", "GET", {"X-A": "1"}, b"", 10.0)
    assert (answer.status, answer.reason, answer.header("x-loaf")) == (404, "Not There", "rye")
    assert answer.header("nothing") is None
    assert answer.text == "[1,22]"
    assert told[0].startswith(f"GET /a?b=c HTTP/1.1\r\nHost: localhost:{port}\r\nX-A: 1\r\n".encode())


def test_a_body_and_a_forged_host_are_sent() -> None:
    """There is no second Host header."""
    with server(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}") as (port, told):
        headers = [("Host", "evil.example"), ("Connection", "keep-alive")]
        assert fetch(f"http://127.0.0.1:{port}", "POST", headers, b"ab", 10.0).json() == {}
    assert told[0].count(b"Host:") == 1
    assert told[0].startswith(b"POST / HTTP/1.1\r\nHost: evil.example\r\n")
    assert told[0].endswith(b"Content-Length: 2\r\n\r\nab")


def test_a_server_that_is_just_starting_is_waited_for() -> None:
    """Until its port accepts connections."""
    with server(b"HTTP/1.1 204 No Content\r\n\r\n", after=0.2) as (port, _):
        assert fetch(f"http://localhost:{port}/", "GET", (), b"", 10.0).status == 204


def test_no_answer_is_undecided() -> None:
    """Whether no one listens on the port, or the server sends nothing."""
    with pytest.raises(Undecided, match="got no answer"):
        fetch(f"http://localhost:{free_port()}/", "GET", (), b"", 0.1)
    with server(b"", close=False) as (port, _), pytest.raises(Undecided, match="got no answer"):
        fetch(f"http://localhost:{port}/", "GET", (), b"", 0.2)
    with pytest.raises(Undecided, match="not JSON"):
        Answer(status=200, reason="OK", headers=(), body=b"<").json()


@pytest.mark.parametrize(
    "url", ["http://example.com/", "https://localhost/", "http://10.0.0.1/", "file:///etc"]
)
def test_only_loopback_is_allowed(url: str) -> None:
    """An experiment must work without a network."""
    with pytest.raises(ValueError, match="loopback"):
        fetch(url, "GET", (), b"", 1.0)


def test_bytes_come_back_as_they_are() -> None:
    """Until the server closes, or the time is over."""
    with server(b"one\ntwo") as (port, told):
        assert raw(port, b"hello\r\n", 10.0) == b"one\ntwo"
    assert told == [b"hello\r\n"]
    with server(b"one", close=False) as (port, _):
        assert raw(port, b"x", 0.3) == b"one"
    with pytest.raises(Undecided, match="No connection to port"):
        raw(free_port(), b"x", 0.1)
