"""The guest's side of the channel (docs/channel.md); standard library only."""

import hashlib
import hmac
import json
import os
import socket
import struct
import threading
from typing import Any

CHANNEL_LOCK = threading.Lock()


class Channel:
    """Sends and reads frames over the connection to the host."""

    def __init__(self, port: int) -> None:
        self.connection = socket.create_connection(("127.0.0.1", port))

    def read(self) -> dict[str, Any]:
        """Read the next message; end the process if the channel is closed."""
        header = self._exactly(4)
        message: dict[str, Any] = json.loads(self._exactly(struct.unpack(">I", header)[0]))
        return message

    def send(self, message: object) -> None:
        """Send a message."""
        self.raw(json.dumps(message).encode())

    def raw(self, data: bytes) -> None:
        """Send bytes as a frame."""
        with CHANNEL_LOCK:
            self.connection.sendall(struct.pack(">I", len(data)) + data)

    def _exactly(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            part = self.connection.recv(size - len(data))
            if not part:
                os._exit(0)
            data += part
        return data


def shake_hands(channel: Channel, key: bytes, proof_of: str = "guest") -> None:
    """Do the handshake: prove to know `key`, and check that the host knows it too."""
    challenge = channel.read()
    nonce = os.urandom(16).hex()
    proof = hmac.new(key, (proof_of + challenge["nonce"] + nonce).encode(), hashlib.sha256).hexdigest()
    packages = {"flask": "3.1.0", "werkzeug": "3.1.0", "jinja2": None, "waitress": None}
    channel.send(
        {
            "type": "hello",
            "version": 1,
            "nonce": nonce,
            "proof": proof,
            "pid": os.getpid(),
            "python": "3.12.1",
            "packages": packages,
        }
    )
    welcome = channel.read()
    expected = hmac.new(key, ("host" + nonce + challenge["nonce"]).encode(), hashlib.sha256).hexdigest()
    assert welcome == {"type": "welcome", "proof": expected}
