"""A visitor with a cookie jar, who sends requests over a raw socket and keeps each answer byte for byte."""

import http.client
import http.cookies
import re
import socket
import time
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlencode

TIMEOUT = 60.0
HOST = "localhost:5000"  # the same for every server, since pages contain it


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """An answer: status line and headers as `head`, the decoded `body`, and the seconds that it took."""

    request: str
    status: int
    head: bytes
    body: bytes
    seconds: float


class _Fields(HTMLParser):
    """Collects the values of the input fields of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "input" and values.get("name"):
            self.values.setdefault(str(values["name"]), values.get("value") or "")


class Visitor:
    """Sends requests to one port, each on a new connection, and keeps cookies as a browser does."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._cookies: dict[str, str] = {}
        self._fields: dict[str, str] = {}

    def send(self, request: str) -> Answer:
        """Send a request such as `POST /login name=Ada`; OSError or HTTPException if there is no answer.

        A body that begins with a brace is JSON; ` -H Name: value` at the end adds a header.
        """
        line, *headers_sent = request.split(" -H ")
        method, path, *rest = line.split(" ", 2)
        is_json = bool(rest) and rest[0].startswith("{")
        body = rest[0].encode() if is_json else self._form(rest[0]) if rest else b""
        lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}", "Accept: */*"]
        lines += headers_sent
        if self._cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self._cookies.items()))
        if rest:
            kind = "application/json" if is_json else "application/x-www-form-urlencoded"
            lines += [f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
        start = time.perf_counter()
        with socket.create_connection(("127.0.0.1", self._port), timeout=TIMEOUT) as connection:
            connection.sendall("\r\n".join([*lines, "Connection: close", "", ""]).encode() + body)
            response = http.client.HTTPResponse(connection, method=method)
            response.begin()
            content = response.read()
        took = time.perf_counter() - start
        headers = response.getheaders()
        self._keep(headers, content)
        head = f"{response.status} {response.reason}\n" + "\n".join(
            f"{name}: {value}" for name, value in headers if name.lower() != "date"
        )
        return Answer(
            request=request,
            status=response.status,
            head=head.encode(),
            body=content,
            seconds=took,
        )

    def _form(self, text: str) -> bytes:
        pairs = [
            (name, self._fields.get(name, "") if value == "*" else value)
            for name, value in parse_qsl(text, keep_blank_values=True)
        ]
        return urlencode(pairs).encode()

    def _keep(self, headers: list[tuple[str, str]], content: bytes) -> None:
        for name, value in headers:
            if name.lower() == "set-cookie":
                cookie = re.split(r"[=;]", value, maxsplit=2)
                if len(cookie) > 1:
                    self._cookies[cookie[0].strip()] = value.partition("=")[2].partition(";")[0]
        fields = _Fields()
        fields.feed(content.decode("utf-8", "replace"))
        if fields.values:
            self._fields = fields.values
