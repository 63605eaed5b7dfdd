"""Compare the cookie jar of the experiments with a real browser."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from playwright.sync_api import Page

from server.runner.requests.cookie_jar import CookieJar

pytestmark = pytest.mark.slow


class CookieHandler(BaseHTTPRequestHandler):
    """Sets the cookies of the query, and answers with those of the request."""

    def do_GET(self) -> None:
        """Answer the request."""
        self.send_response(200)
        for _, header in parse_qsl(urlsplit(self.path).query):
            self.send_header("Set-Cookie", header)
        body = (self.headers.get("Cookie") or "").encode()
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Log nothing."""


@pytest.fixture(scope="module")
def ports() -> Iterator[tuple[int, int]]:
    """Two servers on loopback."""
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), CookieHandler) for _ in range(2)]
    threads = [threading.Thread(target=server.serve_forever) for server in servers]
    for thread in threads:
        thread.start()
    yield servers[0].server_port, servers[1].server_port
    for server, thread in zip(servers, threads, strict=True):
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("headers", "host", "port", "path"),
    [
        (["seat=A12; Path=/"], "localhost", 0, "/"),
        (["seat=A12; Path=/"], "localhost", 1, "/"),
        (["seat=A12; Path=/"], "127.0.0.1", 0, "/"),
        ([f"n={'x' * 4095}; Path=/; HttpOnly"], "localhost", 0, "/"),
        ([f"n={'x' * 4096}; Path=/; HttpOnly"], "localhost", 0, "/"),
        ([f"seat=A12; Path=/{'x' * 1024}"], "localhost", 0, "/x/z"),
        (["seat=A12; Path=/; Secure"], "localhost", 0, "/"),
        (["seat=A12; Path=/; Domain=localhost"], "localhost", 0, "/"),
        (["seat=A12; Path=/; Domain=other.example"], "localhost", 0, "/"),
        (["A12; Path=/"], "localhost", 0, "/"),
        (["seat=A12"], "localhost", 0, "/x/z"),
        (["seat=A12"], "localhost", 0, "/"),
        (["seat=A12; Path=/x"], "localhost", 0, "/xyz"),
        (["lamp=on; Path=/x", "lamp=; Path=/; Max-Age=0"], "localhost", 0, "/x/"),
        (["lamp=far; Path=/", "lamp=near; Path=/x"], "localhost", 0, "/x/"),
        (["lamp=on; Path=/", "lamp=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT"], "localhost", 0, "/"),
        (["seat=A12; Path=/; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT"], "localhost", 0, "/"),
        (["seat=A12; Path=/; Max-Age=soon"], "localhost", 0, "/"),
    ],
)
def test_the_jar_sends_what_a_browser_sends(  # noqa: PLR0913, PLR0917 - one case has that many parts
    page: Page, ports: tuple[int, int], headers: list[str], host: str, port: int, path: str
) -> None:
    """Cookies are set at localhost below /x/, and the request is to another host, port or path."""
    page.goto(f"http://localhost:{ports[0]}/x/y?{urlencode([('set', header) for header in headers])}")
    page.goto(f"http://{host}:{ports[port]}{path}")
    jar = CookieJar()
    for header in headers:
        jar.set(header, host="localhost", path="/x/y")
    sent = "; ".join(f"{name}={value}" if name else value for name, value in jar.cookies_for(host, path))
    assert page.inner_text("body") == sent
