"""Only the guest that knows the key is admitted."""

import hashlib
import hmac
import socket
import struct
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from server.runner.channel import framing, handshake
from server.runner.channel.handshake import HandshakeServer, Hello

SECONDS = 60.0
Admitted = tuple[socket.socket, Hello] | None


def hello_for(challenge: dict[str, Any], key: bytes, **changes: Any) -> dict[str, Any]:
    """Return a hello that proves to know `key`; `changes` replace its fields."""
    nonce = changes.get("nonce", "ab" * 16)
    proof = hmac.new(key, f"guest{challenge['nonce']}{nonce}".encode(), hashlib.sha256).hexdigest()
    packages = {"flask": "3.1", "werkzeug": None, "jinja2": None, "waitress": None}
    hello = {
        "type": "hello",
        "version": 1,
        "nonce": nonce,
        "proof": proof,
        "pid": 7,
        "python": "3.12.1",
        "packages": packages,
    }
    return {**hello, **changes}


class WaitingServer:
    """A handshake server that waits for a guest in a thread."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.handshake = HandshakeServer()
        self.line = self.handshake.line
        self.key = bytes.fromhex(self.line["key"])
        self._admitted: Admitted = None
        self._thread = threading.Thread(target=self._wait, args=(seconds,))
        self._thread.start()

    def connect(self) -> socket.socket:
        """Connect to it."""
        return socket.create_connection(("127.0.0.1", self.line["host_port"]), SECONDS)

    def result(self) -> Admitted:
        """Return the admitted connection, when the server has stopped waiting."""
        self._thread.join(SECONDS)
        return self._admitted

    def _wait(self, seconds: float) -> None:
        self._admitted = self.handshake.admit(time.monotonic() + seconds)


def test_the_guest_is_admitted() -> None:
    """Both sides prove to know the key."""
    server = WaitingServer()
    with server.connect() as guest:
        challenge = framing.read(guest) or {}
        guest.sendall(framing.encode(hello_for(challenge, server.key)))
        welcome = framing.read(guest) or {}
        expected = hmac.new(
            server.key, f"host{'ab' * 16}{challenge['nonce']}".encode(), hashlib.sha256
        ).hexdigest()
        assert welcome == {"type": "welcome", "proof": expected}
        admitted = server.result()
        assert admitted is not None
        with admitted[0]:
            assert admitted[1].packages["flask"] == "3.1"
            assert admitted[1].pid == 7


@pytest.mark.hardness("channel-message")
def test_each_challenge_has_a_new_nonce() -> None:
    """A recorded hello cannot be used again."""
    server = WaitingServer()
    nonces = set()
    for _ in range(3):
        with server.connect() as stranger:
            nonces.add((framing.read(stranger) or {})["nonce"])
    server.handshake.close()
    assert len(nonces) == 3
    assert server.result() is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"proof": "0" * 64},
        {"proof": None},
        {"proof": "ä"},
        {"nonce": "AB" * 16},
        {"nonce": "ab"},
        {"nonce": 5},
        {"version": 2},
        {"type": "welcome"},
        {"pid": "7"},
        {"pid": True},
        {"python": None},
        {"packages": []},
        {"packages": {"flask": 3}},
    ],
    ids=str,
)
@pytest.mark.hardness("channel-message")
def test_a_client_with_an_invalid_hello_is_disconnected(wrong: dict[str, Any]) -> None:
    """It gets no welcome, and the guest is still admitted."""
    server = WaitingServer()
    with server.connect() as stranger:
        challenge = framing.read(stranger) or {}
        stranger.sendall(framing.encode(hello_for(challenge, server.key, **wrong)))
        assert framing.read(stranger) is None
    with server.connect() as guest:
        guest.sendall(framing.encode(hello_for(framing.read(guest) or {}, server.key)))
        assert framing.read(guest) is not None
        admitted = server.result()
        assert admitted is not None
        admitted[0].close()


def send_nothing(stranger: socket.socket) -> None:
    """Send nothing."""


def send_one_byte(stranger: socket.socket) -> None:
    """Send one byte of a frame."""
    stranger.sendall(b"\x00")


def send_too_long_frame(stranger: socket.socket) -> None:
    """Send the length of a frame that is longer than a hello may be."""
    stranger.sendall(struct.pack(">I", 5000))


@pytest.mark.parametrize("behave", [send_nothing, send_one_byte, send_too_long_frame])
@pytest.mark.hardness("channel-message")
def test_a_stranger_does_not_block_the_guest(
    monkeypatch: pytest.MonkeyPatch, behave: Callable[[socket.socket], None]
) -> None:
    """A client that sends nothing, too little or too much is disconnected in time."""
    monkeypatch.setattr(handshake, "CLIENT_SECONDS", 1.0)
    server = WaitingServer()
    with server.connect() as stranger, server.connect() as guest:
        behave(stranger)
        guest.sendall(framing.encode(hello_for(framing.read(guest) or {}, server.key)))
        assert framing.read(guest) is not None
    admitted = server.result()
    assert admitted is not None
    admitted[0].close()


def test_without_a_guest_waiting_ends_at_the_deadline() -> None:
    """The result is None."""
    assert WaitingServer(0.05).result() is None


def test_closing_wakes_the_waiting_thread() -> None:
    """`close` ends a wait that would be long."""
    server = WaitingServer()
    server.handshake.close()
    assert server.result() is None


@pytest.mark.hardness("channel-message")
def test_each_server_has_a_key_of_its_own() -> None:
    """Two handshake servers have two keys."""
    first, second = HandshakeServer(), HandshakeServer()
    assert first.line["key"] != second.line["key"]
    first.close()
    second.close()
