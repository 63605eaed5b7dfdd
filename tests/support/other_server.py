"""A server of another user of this machine: it tells what browsers send to it, and lures them on."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

FLOOD = 400  # cookies; browsers keep about 180 of one host


class OtherServer:
    """What a server on another port of 127.0.0.1 has received; it has every host name that leads there."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.received: list[tuple[str, dict[str, str]]] = []
        self.page = (
            "<!doctype html><title>Other</title><link rel=icon href=/favicon.ico><img src=/favicon.ico?2>"
        )
        self.set_cookies: list[str] = []

    def url(self, host: str, path: str = "/") -> str:
        """Return an address of this server under a host name."""
        return f"http://{host}:{self.port}{path}"

    def values(self, header: str) -> set[str]:
        """Return the values of one header in all requests."""
        return {headers[header] for _path, headers in self.received if header in headers}

    def flood(self, size: int = 1) -> None:
        """Give each visitor from now on more cookies than a browser keeps of one host, `size` bytes each."""
        self.page = f"""<!doctype html><title>Flood</title><script>
        for (let number = 0; number < {FLOOD}; number++)
          document.cookie = `flood${{number}}=${{"x".repeat({size})}}; path=/`;
        </script>"""


class _Server(ThreadingHTTPServer):
    other: OtherServer


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        """Answer every path with the page, and /to?URL with a redirect."""
        other = self.server.other
        other.received.append((self.path, {name.title(): value for name, value in self.headers.items()}))
        parts = urlsplit(self.path)
        body = other.page.encode()
        self.send_response(302 if parts.path == "/to" else 200)
        if parts.path == "/to":
            self.send_header("Location", parse_qs(parts.query)["url"][0])
        for cookie in other.set_cookies:
            self.send_header("Set-Cookie", cookie)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the base class
        """Write nothing."""


@contextmanager
def other_server() -> Iterator[OtherServer]:
    """Serve on a free port of 127.0.0.1."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.other = OtherServer(server.server_address[1])
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.other
        finally:
            server.shutdown()
            thread.join()
