"""Requests to the shop, so that the bench has something to list."""

import http.client
from http.cookies import SimpleCookie
from urllib.parse import urlencode


class Visitor:
    """A client of the shop that keeps cookies."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._cookies: SimpleCookie = SimpleCookie()

    def ask(self, path: str, form: dict[str, str] | None = None) -> int:
        """Send a request, a POST if there is a form, and return the status."""
        headers = {"Accept": "text/html", "User-Agent": "Mozilla/5.0"}
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{name}={morsel.value}" for name, morsel in self._cookies.items())
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("localhost", self._port, timeout=10)
        connection.request("GET" if form is None else "POST", path, urlencode(form or {}), headers)
        answer = connection.getresponse()
        answer.read()
        for header in answer.headers.get_all("Set-Cookie") or ():
            self._cookies.load(header)
        connection.close()
        return answer.status


def walk(port: int) -> None:
    """Visit pages, log in, buy, and be refused; the last request but one is shown in the pictures."""
    visitor = Visitor(port)
    for path, form in (
        ("/", None),
        ("/office", None),
        ("/login", None),
        ("/login", {"name": "Ada"}),
        ("/", None),
        ("/things/2", None),
        ("/things/coffee", None),
        ("/basket", {"name": "coffee"}),
        ("/things/wine", None),
        ("/api/prices", None),
        ("/things/7", None),
        ("/things/tea", None),
        ("/", None),
    ):
        visitor.ask(path, form)
