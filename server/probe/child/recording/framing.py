"""Frames and handshake of the channel, the guest's side; the contract is docs/channel.md."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import platform
import struct
from typing import TYPE_CHECKING, Any

from .encoding import encode

if TYPE_CHECKING:
    from .guarded_connection import ByteStream

VERSION = 1
FRAME_LIMIT = 1 << 20
HEADER = struct.Struct(">I")
PACKAGES = ("flask", "werkzeug", "jinja2", "waitress")


class ChannelError(Exception):
    """The peer violates the protocol or cannot prove its identity."""


def frame(payload: bytes) -> bytes:
    """Return the payload with its length in front."""
    return HEADER.pack(len(payload)) + payload


def send_frame(connection: ByteStream, payload: bytes) -> None:
    """Send one frame; block until it is sent."""
    connection.sendall(frame(payload))


def read_exactly(connection: ByteStream, size: int) -> bytes:
    """Return that many bytes; ChannelError if the connection ends first."""
    parts = []
    while size:
        part = connection.recv(min(size, 65536))
        if not part:
            raise ChannelError("the channel is closed")
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def read_frame(connection: ByteStream) -> dict[str, Any]:
    """Return the object in the next frame; ChannelError if it is not a valid frame."""
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
    """Return the versions of the packages that the host asks about, None for one that is not installed."""
    from importlib import metadata  # imported here because it is slow to import

    versions: dict[str, str | None] = {}
    for name in PACKAGES:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            versions[name] = None
    return versions


def shake_hands(connection: ByteStream, key: str) -> None:
    """Authenticate to the host and authenticate the host; ChannelError if it fails."""
    secret = bytes.fromhex(key)

    def proof(role: str, first: str, second: str) -> str:
        return hmac.new(secret, (role + first + second).encode(), hashlib.sha256).hexdigest()

    challenge = read_frame(connection)
    if challenge.get("type") != "challenge" or challenge.get("version") != VERSION:
        raise ChannelError("the host uses another version of the protocol")
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
