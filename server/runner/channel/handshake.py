"""Lets a guest connect to Fumehood, after it has proved to know the key that it was given."""

import contextlib
import hashlib
import hmac
import secrets
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from server.runner.channel import framing

VERSION: Final = 1
NONCE_DIGITS: Final = 32
HELLO_BYTES: Final = 4096
# Another program that connects and sends nothing delays the guest no longer than this.
CLIENT_SECONDS: Final = 2.0
PACKAGES: Final = ("flask", "werkzeug", "jinja2", "waitress")
_HEXADECIMAL: Final = frozenset("0123456789abcdef")


@dataclass(frozen=True, kw_only=True, slots=True)
class Hello:
    """What a guest reports about itself in the handshake: process id, versions of Python and of packages."""

    pid: int
    python: str
    packages: Mapping[str, str | None]


class HandshakeServer:
    """A port on the loopback interface that accepts one guest, which must know the key."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=8)

    @property
    def line(self) -> dict[str, Any]:
        """The boot line for the guest: where to connect, and the key."""
        return {"version": VERSION, "host_port": self._listener.getsockname()[1], "key": self._key.hex()}

    def admit(self, deadline: float) -> tuple[socket.socket, Hello] | None:
        """Return the guest's connection; None if `close` was called or `deadline` (monotonic) has passed.

        A client that does not prove to know the key is disconnected, and the next one is accepted.
        """
        with self._listener:
            while (remaining := deadline - time.monotonic()) > 0:
                try:
                    self._listener.settimeout(remaining)
                    client, _ = self._listener.accept()
                except (OSError, ValueError):
                    return None
                hello = self._authenticate(client, min(remaining, CLIENT_SECONDS))
                if hello is not None:
                    client.settimeout(None)
                    return client, hello
                client.close()
        return None

    def close(self) -> None:
        """Accept no more clients, and wake a thread that waits in `admit`."""
        # Closing alone does not wake a thread in accept().
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _authenticate(self, client: socket.socket, seconds: float) -> Hello | None:
        nonce = secrets.token_hex(NONCE_DIGITS // 2)
        limit = time.monotonic() + seconds
        try:
            client.settimeout(seconds)
            client.sendall(framing.encode({"type": "challenge", "version": VERSION, "nonce": nonce}))
            message = framing.read(_TimedReader(client, limit), HELLO_BYTES) or {}
            hello, their_nonce = _read_hello(message)
            proof = self._proof("guest", nonce, their_nonce)
            if not hmac.compare_digest(proof, str(message.get("proof")).encode()):
                return None
            welcome = self._proof("host", their_nonce, nonce).decode()
            client.sendall(framing.encode({"type": "welcome", "proof": welcome}))
        except (OSError, framing.FrameError):
            return None
        return hello

    def _proof(self, side: str, first: str, second: str) -> bytes:
        return hmac.new(self._key, (side + first + second).encode(), hashlib.sha256).hexdigest().encode()


class _TimedReader:
    """Reads from a client until `limit` (monotonic) at most, however slowly its bytes come."""

    def __init__(self, client: socket.socket, limit: float) -> None:
        self._client = client
        self._limit = limit

    def recv(self, size: int) -> bytes:
        """Return up to `size` bytes; TimeoutError after the limit."""
        remaining = self._limit - time.monotonic()
        if remaining <= 0:
            raise TimeoutError
        self._client.settimeout(remaining)
        return self._client.recv(size)


def _read_hello(message: Mapping[str, Any]) -> tuple[Hello, str]:
    """Return the checked fields of a hello, and its nonce; FrameError if one of them is invalid."""
    nonce, pid, python, packages = (message.get(name) for name in ("nonce", "pid", "python", "packages"))
    if message.get("type") != "hello" or message.get("version") != VERSION:
        raise framing.FrameError("not a hello of this version")
    if not isinstance(nonce, str) or len(nonce) != NONCE_DIGITS or not _HEXADECIMAL.issuperset(nonce):
        raise framing.FrameError("an invalid nonce")
    if type(pid) is not int or not isinstance(python, str) or not isinstance(packages, dict):
        raise framing.FrameError("an incomplete hello")
    versions = {name: packages.get(name) for name in PACKAGES}
    if any(not isinstance(version, str | None) for version in versions.values()):
        raise framing.FrameError("a version that is not text")
    return Hello(pid=pid, python=python, packages=versions), nonce
