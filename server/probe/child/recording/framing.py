"""The frames of the channel and its handshake; the contract is docs/channel.md."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import platform
import socket
import struct
from typing import Any

from .encoding import encode

VERSION = 1
FRAME_LIMIT = 1 << 20
HEADER = struct.Struct(">I")
PACKAGES = ("flask", "werkzeug", "jinja2", "waitress")


class ChannelError(Exception):
    """The other side is not who it should be, or does not speak our language."""


def frame(payload: bytes) -> bytes:
    """A frame around some JSON."""
    return HEADER.pack(len(payload)) + payload


def send_frame(connection: socket.socket, payload: bytes) -> None:
    """Send one frame, waiting as long as it takes."""
    connection.sendall(frame(payload))


def read_exactly(connection: socket.socket, size: int) -> bytes:
    """That many bytes, or WireError if the connection ends before."""
    parts = []
    while size:
        part = connection.recv(min(size, 65536))
        if not part:
            raise ChannelError("the channel is closed")
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def read_frame(connection: socket.socket) -> dict[str, Any]:
    """The next frame's object; WireError for anything else."""
    (size,) = HEADER.unpack(read_exactly(connection, HEADER.size))
    if size > FRAME_LIMIT:
        raise ChannelError("a frame is too long")
    try:
        message = json.loads(read_exactly(connection, size))
    except ValueError as error:
        raise ChannelError("a frame is not JSON") from error
    if not isinstance(message, dict):
        raise ChannelError("a frame is not an object")
    return message


def installed_packages() -> dict[str, str | None]:
    """The versions of the packages that matter here, None where one is not installed."""
    from importlib import metadata  # here because it is slow to import

    versions: dict[str, str | None] = {}
    for name in PACKAGES:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            versions[name] = None
    return versions


def shake_hands(connection: socket.socket, key: str) -> None:
    """Prove to the host that we are its guest, and let it prove that it is ours; WireError if it cannot."""
    secret = bytes.fromhex(key)

    def proof(role: str, first: str, second: str) -> str:
        return hmac.new(secret, (role + first + second).encode(), hashlib.sha256).hexdigest()

    challenge = read_frame(connection)
    if challenge.get("type") != "challenge" or challenge.get("version") != VERSION:
        raise ChannelError("the host speaks another version")
    host_nonce = str(challenge.get("nonce"))
    nonce = os.urandom(16).hex()
    hello = {
        "type": "hello",
        "version": VERSION,
        "nonce": nonce,
        "proof": proof("guest", host_nonce, nonce),
        "pid": os.getpid(),
        "python": platform.python_version(),
        "packages": installed_packages(),
    }
    send_frame(connection, encode(hello))
    welcome = read_frame(connection)
    if welcome.get("type") != "welcome" or not hmac.compare_digest(
        str(welcome.get("proof")), proof("host", nonce, host_nonce)
    ):
        raise ChannelError("the host could not prove itself")
