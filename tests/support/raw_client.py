"""A client of an HTTP server that sends bytes as they are, and a small app to serve."""

import socket
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

SECONDS = 20
COOKIE = b"Cookie: session=ours\r\n"


def hello(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """Answer with the path of the request."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"hello {environ['PATH_INFO']}".encode()]


def connect(port: int) -> socket.socket:
    """Return a connection to the server."""
    return socket.create_connection(("127.0.0.1", port), SECONDS)


def get(path: str = "/", extra: bytes = b"") -> bytes:
    """Return the bytes of a request, with these header lines."""
    return f"GET {path} HTTP/1.1\r\nHost: x\r\n".encode() + extra + b"\r\n"


def ask(port: int, data: bytes) -> bytes:
    """Send these bytes on a connection of their own, and return all that comes until the server closes it."""
    with connect(port) as client:
        client.sendall(data)
        return read_all(client)


def read_until(client: socket.socket, text: bytes) -> bytes:
    """Return what comes until the text is in it; all if the server closes the connection before."""
    data = b""
    while text not in data:
        more = client.recv(65536)
        if not more:
            break
        data += more
    return data


def read_all(client: socket.socket) -> bytes:
    """Return what comes until the server closes the connection."""
    try:
        return b"".join(iter(lambda: client.recv(65536), b""))
    except ConnectionResetError:
        return b""


def page(port: int, extra: bytes = COOKIE) -> bytes:
    """Return the answer to a request for a page."""
    return ask(port, get("/page", extra + b"Connection: close\r\n"))


@contextmanager
def many(port: int, count: int, first: bytes = b"") -> Iterator[list[socket.socket]]:
    """Open so many connections, each with these first bytes."""
    with ExitStack() as opened:
        clients = [opened.enter_context(connect(port)) for _ in range(count)]
        for client in clients:
            try:
                client.sendall(first)
            except OSError:  # the server has closed it already
                continue
        yield clients
