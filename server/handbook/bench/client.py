"""An HTTP client for the bench that keeps cookies as browsers do (RFC 6265bis, section 5)."""

from collections.abc import Callable
from typing import Any, Final, Protocol

from server.handbook.bench.observed import Seen
from server.runner.requests.cookie_jar import CookieJar

REDIRECTS: Final = (301, 302, 303)


class Sender(Protocol):
    """What sends the requests of a browser: the bench of an experiment."""

    @property
    def send(self) -> Callable[..., Seen]:
        """Send one request, given as for `Bench.send`, and return its exchange."""


class Browser:
    """One person's browser: cookies that an answer sets are sent with later requests that they belong to."""

    def __init__(self, bench: Sender) -> None:
        self._bench = bench
        self.jar = CookieJar()

    def send(
        self, method: str, path: str, *, host: str = "localhost", port: int | None = None, **parts: Any
    ) -> Seen:
        """Send a request as `Bench.send` does, with the cookies that belong to `host` and `path`.

        The guest always answers on its one loopback port; `host` and `port` only make the Host header.
        """
        headers = list(parts.pop("headers", ()))
        if host != "localhost" or port is not None:
            headers.append(("Host", host if port is None else f"{host}:{port}"))
        seen = self._bench.send(
            method, path, headers=headers, cookies=self.jar.cookies_for(host, path), **parts
        )
        self.receive(seen, host=host)
        return seen

    def receive(self, seen: Seen, *, host: str = "localhost") -> None:
        """Store the cookies that an answer sets."""
        for header in seen.all_headers("Set-Cookie"):
            self.jar.set(header, host=host, path=seen.exchange.request.path)

    def cookie(self, name: str) -> str | None:
        """Return the value of a stored cookie that has not expired, or None."""
        return self.jar.value(name)
