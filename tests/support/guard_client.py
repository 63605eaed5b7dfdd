"""A client of the guard around a small app; it sends what our pages in the launched browser send."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from werkzeug.test import EnvironBuilder, run_wsgi_app

from server.web.security.guard import Guard
from server.web.security.keys import TOKEN_HEADER, Keys

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

NAME = "fumehood-0123456789abcdef.localhost"
PORT = 5123


class FakeClock:
    """A clock, in seconds, that a test sets."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


class GuardResponse:
    """A response of the guard or of the app behind it."""

    def __init__(self, status: str, headers: Any, body: bytes) -> None:
        self.status = int(status.split(maxsplit=1)[0])
        self.headers = headers
        self.body = body


def hello(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """Answer every request, with headers that would open the app to other sites."""
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


class GuardClient:
    """A guard, its keys and its clock."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.keys = Keys(NAME, PORT, clock=self.clock)
        self.guard = Guard(hello, self.keys)

    @property
    def session(self) -> str:
        """Return a Cookie header that is let in."""
        return self.keys.set_cookie.partition(";")[0]

    def request(self, method: str = "GET", path: str = "/bench", **changes: str | None) -> GuardResponse:
        """Send the request of our page; `changes` replace headers, with `_` for `-`; None removes one."""
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
        return GuardResponse(status, headers, b"".join(chunks))
