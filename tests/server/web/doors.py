"""A guard around a small app, and requests as a browser of ours would send them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from werkzeug.test import EnvironBuilder, run_wsgi_app

from server.web.security.guard import Guard
from server.web.security.keys import TOKEN_HEADER, Keys

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

PORT = 5123


class Clock:
    """A clock that goes when told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


class Answer:
    """What came back."""

    def __init__(self, status: str, headers: Any, body: bytes) -> None:
        self.code = int(status.split(maxsplit=1)[0])
        self.headers = headers
        self.body = body


def hello(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """An app that answers everything, and tries to open itself to other sites."""
    start_response(
        "200 OK",
        [
            ("Content-Type", "text/html"),
            ("Access-Control-Allow-Origin", "*"),
            ("Referrer-Policy", "unsafe-url"),
            ("X-Nonce", environ["fumehood.nonce"]),
        ],
    )
    return [b"inside"]


class Door:
    """A guard with its keys; `ask` sends what a page of ours would, but for what a test changes.

    Headers of value None are left out.
    """

    def __init__(self) -> None:
        self.clock = Clock()
        self.keys = Keys(PORT, clock=self.clock)
        self.guard = Guard(hello, self.keys)

    @property
    def session(self) -> str:
        """A Cookie header that is let in."""
        return self.keys.set_cookie.partition(";")[0]

    def ask(self, method: str = "GET", path: str = "/bench", **changes: str | None) -> Answer:
        """One request; `changes` are headers by their names with underscores."""
        sent: dict[str, str | None] = {
            "Host": self.keys.host,
            "Cookie": self.session,
            "Sec-Fetch-Site": "same-origin",
        }
        if method == "POST":
            sent |= {"Origin": self.keys.origin, TOKEN_HEADER: self.keys.token}
        sent |= {name.replace("_", "-"): value for name, value in changes.items()}
        environ = EnvironBuilder(path=path, method=method).get_environ()
        del environ["HTTP_HOST"]
        for name, value in sent.items():
            key = name.upper().replace("-", "_")
            if value is not None:
                environ[key if key == "CONTENT_LENGTH" else f"HTTP_{key}"] = value
        chunks, status, headers = run_wsgi_app(self.guard, environ)
        return Answer(status, headers, b"".join(chunks))
