"""Send plain HTTP requests and plain bytes to loopback servers that have no probe."""

import contextlib
import http.client
import json
import socket
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from server.handbook.undecided import Undecided
from server.i18n import gettext as _

LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
READ_BYTES: Final = 8 << 20
RETRY_SECONDS: Final = 0.02

Pairs = Mapping[str, str] | Iterable[tuple[str, str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """The answer of a server to a plain request."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text, in UTF-8."""
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """Return the body, parsed as JSON; Undecided if it is not JSON."""
        try:
            return json.loads(self.body)
        except ValueError:
            raise Undecided(
                _(
                    "A server answered %(status)s with something that is not JSON.",
                    status=f"{self.status} {self.reason}",
                ),
                _("Restore the lab."),
            ) from None

    def header(self, name: str) -> str | None:
        """Return the first header of that name, or None."""
        return next((value for known, value in self.headers if known.lower() == name.lower()), None)


def fetch(url: str, method: str, headers: Pairs, body: bytes, timeout: float) -> Answer:
    """Send one request to a loopback server, without following redirects, and close the connection.

    A refused connection is retried until `timeout` seconds are over, because a server that was just started
    needs a moment. Undecided if no answer comes in time; ValueError for an address that is not loopback.
    """
    parts = urlsplit(url)
    if parts.scheme != "http" or parts.hostname not in LOOPBACK:
        raise ValueError(f"{url} is not on this machine's loopback interface")
    deadline = time.monotonic() + timeout
    pairs = list(headers.items() if isinstance(headers, Mapping) else headers)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = http.client.HTTPConnection(parts.hostname, parts.port or 80, timeout=timeout)
    with contextlib.closing(connection):
        try:
            connection.sock = _connect(parts.hostname, parts.port or 80, deadline)
            _send(connection, method, path, pairs, body)
            reply = connection.getresponse()
            data = reply.read(READ_BYTES)
        except (OSError, http.client.HTTPException) as error:
            raise Undecided(
                _(
                    "%(request)s got no answer (%(error)s).",
                    request=f"{method} {url}",
                    error=f"{type(error).__name__}: {error}",
                ),
                _("Run the experiment again; if it happens again, restore the lab."),
            ) from error
    return Answer(status=reply.status, reason=reply.reason, headers=tuple(reply.getheaders()), body=data)


def raw(port: int, data: bytes, timeout: float) -> bytes:
    """Send bytes, and return what comes back until the server closes or `timeout` seconds are over."""
    deadline = time.monotonic() + timeout
    received = b""
    try:
        with _connect("127.0.0.1", port, deadline) as connection:
            connection.sendall(data)
            while (left := deadline - time.monotonic()) > 0 and len(received) < READ_BYTES:
                connection.settimeout(left)
                piece = connection.recv(65536)
                if not piece:
                    break
                received += piece
    except TimeoutError:
        pass
    except ConnectionResetError:
        pass
    except OSError as error:
        raise Undecided(
            _("No connection to port %(port)d was possible (%(error)s).", port=port, error=error),
            _("Run the experiment again, or restore the lab."),
        ) from error
    return received


def free_port() -> int:
    """Return a loopback port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _connect(host: str, port: int, deadline: float) -> socket.socket:
    while True:
        left = max(deadline - time.monotonic(), 0.001)
        try:
            return socket.create_connection((host, port), left)
        except ConnectionRefusedError:
            if time.monotonic() + RETRY_SECONDS >= deadline:
                raise
            time.sleep(RETRY_SECONDS)


def _send(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    headers: list[tuple[str, str]],
    body: bytes,
) -> None:
    names = {name.lower() for name, _value in headers}
    connection.putrequest(method, path, skip_host="host" in names, skip_accept_encoding=True)
    for name, value in headers:
        connection.putheader(name, value)
    if "content-length" not in names and (body or method in {"POST", "PUT", "PATCH"}):
        connection.putheader("Content-Length", str(len(body)))
    if "connection" not in names:
        connection.putheader("Connection", "close")
    connection.endheaders(body or None)
