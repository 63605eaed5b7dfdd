"""A client of the real program that sends requests byte by byte as given, with the secrets of its session."""

import re
import socket
from html import unescape
from typing import Final
from urllib.parse import urlsplit

from server.web.security.keys import TOKEN_HEADER

PATIENCE: Final = 30.0
LAUNCHED = re.compile(r'name="fumehood-token" content="([^"]+)"')


class RawAnswer:
    """The status, the headers and the body of an answer."""

    def __init__(self, data: bytes) -> None:
        head, _, self.body = data.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        self.status = int(lines[0].split()[1]) if lines[0] else 0
        pairs = [line.partition(": ") for line in lines[1:]]
        self.headers = {name.lower(): value for name, _, value in pairs}
        self.set_cookies = [value for name, _, value in pairs if name.lower() == "set-cookie"]

    @property
    def text(self) -> str:
        """The body as text, with what is no UTF-8 replaced."""
        return self.body.decode("utf-8", "replace")


class RawWorkbench:
    """The running program behind a link, which is used up to get the session's cookie and token."""

    def __init__(self, link: str) -> None:
        parts = urlsplit(link)
        self.link = link
        self.host = parts.netloc
        self.port = parts.port or 0
        self.origin = f"http://{self.host}"
        self.cookie = ""
        self.token = ""
        answer = self.send("GET", f"/?{parts.query}", Cookie=None)
        token = LAUNCHED.search(answer.text)
        assert token, answer.text
        self.token = unescape(token[1])
        self.cookie = answer.set_cookies[0].partition(";")[0]

    def ask(self, *lines: str, body: bytes = b"", family: int = socket.AF_INET) -> RawAnswer:
        """Send these lines as they are, and the body; return the whole answer."""
        address = "127.0.0.1" if family == socket.AF_INET else "::1"
        with socket.socket(family, socket.SOCK_STREAM) as connection:
            connection.settimeout(PATIENCE)
            connection.connect((address, self.port))
            head = "\r\n".join([*lines, "Connection: close", "", ""])
            connection.sendall(head.encode("utf-8", "surrogateescape") + body)
            return RawAnswer(b"".join(iter(lambda: connection.recv(65536), b"")))

    def send(self, method: str, target: str, body: bytes = b"", **changes: str | None) -> RawAnswer:
        """Send a request of our page; `changes` replace headers, with `_` for `-`; None leaves one out."""
        sent: dict[str, str | None] = {"Host": self.host, "Cookie": self.cookie}
        if method not in ("GET", "HEAD"):
            sent |= {
                "Origin": self.origin,
                "Sec-Fetch-Site": "same-origin",
                TOKEN_HEADER: self.token,
                "HX-Request": "true",
                "Content-Type": "application/x-www-form-urlencoded",
                "Content-Length": str(len(body)),
            }
        sent |= {name.replace("_", "-"): value for name, value in changes.items()}
        lines = [f"{name}: {value}" for name, value in sent.items() if value is not None]
        return self.ask(f"{method} {target} HTTP/1.1", *lines, body=body)
