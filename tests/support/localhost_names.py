"""A client that resolves names below `.localhost` by itself, as browsers do and many systems do not."""

import http.client
import socket
import urllib.request


class _Connection(http.client.HTTPConnection):
    """A connection that finds names below `.localhost` on 127.0.0.1."""

    def connect(self) -> None:
        """Connect without asking the resolver for such a name."""
        host = "127.0.0.1" if self.host.endswith(".localhost") else self.host
        self.sock = socket.create_connection((host, self.port), self.timeout)


class _Handler(urllib.request.HTTPHandler):
    def http_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_Connection, request)


def opener() -> urllib.request.OpenerDirector:
    """Return an opener with a cookie jar of its own."""
    return urllib.request.build_opener(_Handler(), urllib.request.HTTPCookieProcessor())
