"""Tests of the listening socket: floods of connections, pools of threads, and no room for files."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

import pytest
from waitress.adjustments import Adjustments

from desktop.shell.http.bounds import PAGES, Bounds
from desktop.shell.http.limits import ServerLimits
from desktop.shell.http.listener import Listener
from desktop.shell.http.worker_pool import PoolSize, WorkerPool
from desktop.shell.process.loopback import bind
from desktop.shell.process.wsgi_server import WsgiServer
from tests.sources import ROOT
from tests.support.raw_client import COOKIE, SECONDS, ask, connect, get, hello, many, page, read_until

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

pytestmark = pytest.mark.slow

FLOOD = 1100


def knows(headers: Mapping[str, str]) -> bool:
    """Return whether a request has our session."""
    return headers.get("COOKIE") == "session=ours"


def pool_of(_method: str, path: str) -> str:
    """Return the pool of a path."""
    return "waits" if path.startswith("/slow") else "pages"


class SlowApp:
    """An app whose path /slow is answered when it may be."""

    def __init__(self) -> None:
        self.may_end = threading.Event()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a request."""
        if environ["PATH_INFO"].startswith("/slow"):
            self.may_end.wait(SECONDS)
        return hello(environ, start_response)


# What a process does that serves while another one opens a flood of connections: with files open, the numbers
# of its sockets are beyond what select() can wait for.
FLOODED = """
import resource, sys, tempfile
resource.setrlimit(resource.RLIMIT_NOFILE, (int(sys.argv[1]),) * 2)
opened = [open('/dev/null') for _ in range(int(sys.argv[2]))]
from desktop.shell.process.loopback import bind
from desktop.shell.process.wsgi_server import WsgiServer
from tests.support.raw_client import hello
knows = lambda headers: headers.get('COOKIE') == 'session=ours'
server = WsgiServer(
    hello, bind(0), name='Test', knows=knows, on_failure=lambda: print('ended', flush=True)
)
print(server.port, flush=True)
sys.stdin.read()
print(server.close(), flush=True)
"""


def serve_with(limit: int, opened: int) -> "tuple[subprocess.Popen[str], int]":
    """Return a process that may have `limit` files open, has `opened` and serves, and its port."""
    process = subprocess.Popen(
        [sys.executable, "-c", FLOODED, str(limit), str(opened)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    return process, int(process.stdout.readline())


def end(process: "subprocess.Popen[str]") -> str:
    """End the server and return what it printed."""
    return process.communicate(timeout=SECONDS)[0].strip()


@pytest.mark.hardness("connection-flood")
@pytest.mark.parametrize(
    ("first", "limit", "opened"),
    [
        (b"", 4096, 1100),
        (b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n1", 4096, 1100),
        (b"GET / HTTP/1.1\r\nHo", 256, 0),
    ],
    ids=["idle, beyond select()", "half a body, beyond select()", "half a head, few files"],
)
def test_a_flood_of_connections_shuts_nobody_out(
    first: bytes, limit: int, opened: int, record_property: Callable[[str, object], None]
) -> None:
    """With 1,100 idle or half-open connections every page is answered, on old connections and on new ones."""
    record_property("tried", FLOOD)
    process, port = serve_with(limit, opened)
    with process, connect(port) as kept:
        kept.sendall(get("/before", COOKIE))
        assert b"hello /before" in read_until(kept, b"hello /before")
        with many(port, FLOOD, first):
            began = time.monotonic()
            assert b"hello /page" in page(port)
            kept.sendall(get("/after", COOKIE))
            assert b"hello /after" in read_until(kept, b"hello /after")
            assert time.monotonic() - began < 15  # without the bounds, minutes
        assert "ended" not in end(process)


def test_requests_that_wait_do_not_hold_pages() -> None:
    """While more requests wait than their pool has threads, pages are answered; later they are, too."""
    app = SlowApp()
    server = WsgiServer(app, bind(0), name="Test", pools={"waits": (4, 36)}, pool_of=pool_of)
    with many(server.port, 40, get("/slow", b"Connection: close\r\n")) as waiting:
        for _ in range(5):
            began = time.monotonic()
            assert b"hello /page" in page(server.port)
            assert time.monotonic() - began < 2
        app.may_end.set()
        for client in waiting:
            assert b"hello /slow" in read_until(client, b"hello /slow")
    assert server.close()


def test_what_no_thread_is_left_for_is_refused() -> None:
    """A request beyond those that may wait is answered 503 at once."""
    app = SlowApp()
    server = WsgiServer(app, bind(0), name="Test", pools={"waits": (1, 1)}, pool_of=pool_of)
    with many(server.port, 2, get("/slow")):
        deadline = time.monotonic() + SECONDS
        answer = b""
        while b" 503 " not in answer and time.monotonic() < deadline:
            with connect(server.port) as client:
                client.sendall(get("/slow", b"Connection: close\r\n"))
                client.settimeout(0.5)
                try:
                    answer = client.recv(1000)
                except TimeoutError:
                    continue
        assert b" 503 " in answer
        app.may_end.set()
    assert server.close()


def test_unknown_clients_have_threads_of_their_own() -> None:
    """Requests of unknown clients reach no pool of those that wait, and no page waits behind them."""
    app = SlowApp()
    server = WsgiServer(app, bind(0), name="Test", pools={"waits": (0, 0)}, pool_of=pool_of, knows=knows)
    with many(server.port, 20, get("/slow")):
        assert b"hello /page" in page(server.port)
        app.may_end.set()
    assert b" 503 " in ask(server.port, get("/slow", COOKIE + b"Connection: close\r\n"))
    assert server.close()


def test_a_listener_whose_loop_has_ended_needs_no_waking() -> None:
    """A request that is answered after the end of the server leaves no error in the log."""
    bounds = Bounds(
        pools={PAGES: WorkerPool("pages", PoolSize(threads=1, waiting=1))},
        pool_of=pool_of,
        knows=knows,
        limits=ServerLimits(),
    )
    listener = Listener(hello, bind(0), bounds=bounds, adj=Adjustments(), map={})
    listener.pull_trigger()
    listener.trigger.close()
    listener.close()
    listener.pull_trigger()
