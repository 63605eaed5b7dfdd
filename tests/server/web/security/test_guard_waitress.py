"""Tests of the guard behind Waitress, over raw sockets."""

import socket
from collections.abc import Iterator
from threading import Thread

import pytest
from waitress import create_server

from server.web.security.guard import Guard
from server.web.security.keys import TOKEN_HEADER, Keys
from tests.support.guard_client import NAME, hello

PATIENCE = 10.0


class Served:
    """A guard behind Waitress on a free port."""

    def __init__(self) -> None:
        listener = socket.create_server(("127.0.0.1", 0))
        self.keys = Keys(NAME, listener.getsockname()[1])
        self._server = create_server(Guard(hello, self.keys), sockets=[listener], threads=2)
        self._thread = Thread(target=self._server.run)
        self._thread.start()

    def ask(self, *lines: str, body: bytes = b"") -> str:
        """Send these lines as they are; the whole answer as text."""
        with socket.create_connection(("127.0.0.1", self.keys.port), timeout=PATIENCE) as connection:
            connection.sendall("\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1") + body)
            return b"".join(iter(lambda: connection.recv(65536), b"")).decode("latin-1")

    @property
    def cookie(self) -> str:
        """The line that opens."""
        return "Cookie: " + self.keys.set_cookie.partition(";")[0]

    def close(self) -> None:
        """End it."""
        self._server.close()
        self._thread.join(PATIENCE)
        self._server.task_dispatcher.shutdown()


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """One server for the module."""
    server = Served()
    yield server
    server.close()


def test_our_page_is_answered(served: Served) -> None:
    """The request that the others break one thing of."""
    assert served.ask("GET / HTTP/1.1", f"Host: {served.keys.host}", served.cookie).startswith("HTTP/1.1 200")


@pytest.mark.parametrize(
    "lines",
    [
        ("GET / HTTP/1.1", "Host: {host}", "Host: {host}"),
        ("GET / HTTP/1.1", "Host: {host}", "Host: evil.example"),
        ("GET / HTTP/1.1", "Host: evil.example", "Host: {host}"),
        ("GET / HTTP/1.1",),
        ("GET / HTTP/1.0",),
        ("GET / HTTP/1.1", "Host:"),
        ("GET / HTTP/1.1", "Host: evil.example", "X-Forwarded-Host: {host}"),
        ("GET http://evil.example/ HTTP/1.1", "Host: evil.example"),
        ("GET / HTTP/1.1", "Host: localhost:{port}"),
        ("GET / HTTP/1.1", "Host: 127.0.0.1:{port}"),
        ("GET / HTTP/1.1", "Host: evil.example", "Http_Host: {host}"),
    ],
)
@pytest.mark.hardness("foreign-host")
def test_a_request_with_a_second_host_is_refused(served: Served, lines: tuple[str, ...]) -> None:
    """Forged, missing, doubled and smuggled Host headers are refused as Waitress hands them on."""
    filled = [line.format(host=served.keys.host, port=served.keys.port) for line in lines]
    answer = served.ask(*filled, served.cookie)
    assert answer.split(" ")[1] in ("400", "403"), answer
    assert "inside" not in answer


@pytest.mark.hardness("foreign-origin")
def test_a_doubled_origin_is_refused(served: Served) -> None:
    """Two Origin headers are not ours, even when both are."""
    lines = [
        f"Host: {served.keys.host}",
        f"Origin: {served.keys.origin}",
        f"{TOKEN_HEADER}: {served.keys.token}",
        served.cookie,
    ]
    assert served.ask("POST / HTTP/1.1", *lines, "Content-Length: 0").startswith("HTTP/1.1 200")
    doubled = served.ask("POST / HTTP/1.1", *lines, f"Origin: {served.keys.origin}", "Content-Length: 0")
    assert doubled.startswith("HTTP/1.1 403")


@pytest.mark.hardness("body-over-limit")
def test_a_chunked_body_is_counted(served: Served) -> None:
    """A body without a length is measured before it is let in."""
    lines = [
        "POST / HTTP/1.1",
        f"Host: {served.keys.host}",
        f"Origin: {served.keys.origin}",
        f"{TOKEN_HEADER}: {served.keys.token}",
        served.cookie,
        "Transfer-Encoding: chunked",
    ]
    small = served.ask(*lines, body=b"2\r\nhi\r\n0\r\n\r\n")
    assert small.startswith("HTTP/1.1 200")
    chunk = b"%x\r\n" % (1 << 20) + bytes(1 << 20) + b"\r\n"
    large = served.ask(*lines, body=chunk * 33 + b"0\r\n\r\n")
    assert large.startswith("HTTP/1.1 413")


@pytest.mark.hardness("body-over-limit")
def test_a_length_over_the_limit_is_refused(served: Served) -> None:
    """A declared length over the limit is answered 413 and not let in."""
    lines = ["POST / HTTP/1.1", f"Host: {served.keys.host}", f"Origin: {served.keys.origin}", served.cookie]
    body = bytes(33 << 20)
    answer = served.ask(
        *lines, f"{TOKEN_HEADER}: {served.keys.token}", f"Content-Length: {len(body)}", body=body
    )
    assert answer.startswith("HTTP/1.1 413")


def test_a_launch_over_the_wire(served: Served) -> None:
    """A launch answers with the cookie and without the token."""
    token = served.keys.launch(30)
    answer = served.ask(f"GET /?launch={token} HTTP/1.1", f"Host: {served.keys.host}")
    assert answer.startswith("HTTP/1.1 200")
    assert token not in answer
    assert f"Set-Cookie: {served.keys.set_cookie}" in answer
