"""Where a guest calls Fumehood, and where it is recognised."""

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
# A stranger who connects and says nothing holds the line no longer than this.
CALLER_SECONDS: Final = 2.0
PACKAGES: Final = ("flask", "werkzeug", "jinja2", "waitress")
_HEXADECIMAL: Final = frozenset("0123456789abcdef")


@dataclass(frozen=True, kw_only=True, slots=True)
class Hello:
    """What a guest says of itself once it has proved who it is."""

    pid: int
    python: str
    packages: Mapping[str, str | None]


class HandshakeServer:
    """A loopback port on which one guest, who knows the key, is let in."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=8)

    @property
    def line(self) -> dict[str, Any]:
        """What the guest must be told to find us and to be let in."""
        return {"version": VERSION, "host_port": self._listener.getsockname()[1], "key": self._key.hex()}

    def admit(self, deadline: float) -> tuple[socket.socket, Hello] | None:
        """The connection of the guest; None if `close` was called or `deadline` (monotonic) passed.

        Whoever cannot prove to know the key is sent away, and the next one heard.
        """
        with self._listener:
            while (left := deadline - time.monotonic()) > 0:
                try:
                    self._listener.settimeout(left)
                    caller, _ = self._listener.accept()
                except (OSError, ValueError):
                    return None
                hello = self._recognise(caller, min(left, CALLER_SECONDS))
                if hello is not None:
                    caller.settimeout(None)
                    return caller, hello
                caller.close()
        return None

    def close(self) -> None:
        """Let nobody in any more, and wake who waits in `admit`."""
        # Closing alone does not wake a thread that is in accept.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _recognise(self, caller: socket.socket, seconds: float) -> Hello | None:
        nonce = secrets.token_hex(NONCE_DIGITS // 2)
        limit = time.monotonic() + seconds
        try:
            caller.settimeout(seconds)
            caller.sendall(framing.encode({"type": "challenge", "version": VERSION, "nonce": nonce}))
            said = framing.read(_TimedReader(caller, limit), HELLO_BYTES)
            hello, theirs = _read_hello(said or {})
            proof = self._proof("guest", nonce, theirs)
            if not hmac.compare_digest(proof, str((said or {}).get("proof")).encode()):
                return None
            welcome = self._proof("host", theirs, nonce).decode()
            caller.sendall(framing.encode({"type": "welcome", "proof": welcome}))
        except (OSError, framing.FrameError):
            return None
        return hello

    def _proof(self, side: str, first: str, second: str) -> bytes:
        return hmac.new(self._key, (side + first + second).encode(), hashlib.sha256).hexdigest().encode()


class _TimedReader:
    """Reads from a caller who must have said all before `limit` (monotonic), however slowly it comes."""

    def __init__(self, caller: socket.socket, limit: float) -> None:
        self._caller = caller
        self._limit = limit

    def recv(self, size: int) -> bytes:
        """Up to `size` bytes; TimeoutError after the limit."""
        left = self._limit - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._caller.settimeout(left)
        return self._caller.recv(size)


def _read_hello(said: Mapping[str, Any]) -> tuple[Hello, str]:
    """The checked fields of a hello, and its nonce; FrameError if one of them is not as it must be."""
    nonce, pid, python, packages = (said.get(name) for name in ("nonce", "pid", "python", "packages"))
    if said.get("type") != "hello" or said.get("version") != VERSION:
        raise framing.FrameError("no hello of this version")
    if not isinstance(nonce, str) or len(nonce) != NONCE_DIGITS or not _HEXADECIMAL.issuperset(nonce):
        raise framing.FrameError("a nonce that is none")
    if type(pid) is not int or not isinstance(python, str) or not isinstance(packages, dict):
        raise framing.FrameError("a hello that lacks something")
    found = {name: packages.get(name) for name in PACKAGES}
    if any(not isinstance(version, str | None) for version in found.values()):
        raise framing.FrameError("a version that is no text")
    return Hello(pid=pid, python=python, packages=found), nonce
