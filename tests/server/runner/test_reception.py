"""Only the guest that knows the key is let in."""

import hashlib
import hmac
import socket
import struct
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from server.runner import frames, reception
from server.runner.reception import Hello, Reception

SECONDS = 60.0
Admitted = tuple[socket.socket, Hello] | None


def hello_for(challenge: dict[str, Any], key: bytes, **changes: Any) -> dict[str, Any]:
    """A hello that proves to know `key`, but for `changes`."""
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


class Door:
    """A reception that waits on a thread of its own."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.reception = Reception()
        self.line = self.reception.line
        self.key = bytes.fromhex(self.line["key"])
        self._admitted: Admitted = None
        self._thread = threading.Thread(target=self._wait, args=(seconds,))
        self._thread.start()

    def call(self) -> socket.socket:
        """A connection to it."""
        return socket.create_connection(("127.0.0.1", self.line["host_port"]), SECONDS)

    def result(self) -> Admitted:
        """Who was let in."""
        self._thread.join(SECONDS)
        return self._admitted

    def _wait(self, seconds: float) -> None:
        self._admitted = self.reception.admit(time.monotonic() + seconds)


def test_the_guest_is_let_in_and_shown_that_we_are_we() -> None:
    """Both sides prove to know the key."""
    door = Door()
    with door.call() as guest:
        challenge = frames.read(guest) or {}
        guest.sendall(frames.encode(hello_for(challenge, door.key)))
        welcome = frames.read(guest) or {}
        expected = hmac.new(
            door.key, f"host{'ab' * 16}{challenge['nonce']}".encode(), hashlib.sha256
        ).hexdigest()
        assert welcome == {"type": "welcome", "proof": expected}
        admitted = door.result()
        assert admitted is not None
        with admitted[0]:
            assert admitted[1].packages["flask"] == "3.1"
            assert admitted[1].pid == 7


def test_each_challenge_is_new() -> None:
    """A recorded hello is worth nothing later."""
    door = Door()
    nonces = set()
    for _ in range(3):
        with door.call() as stranger:
            nonces.add((frames.read(stranger) or {})["nonce"])
    door.reception.close()
    assert len(nonces) == 3
    assert door.result() is None


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
def test_a_wrong_hello_is_sent_away_and_the_next_heard(wrong: dict[str, Any]) -> None:
    """Whoever is not the guest is cut off without a welcome, and the guest is still let in."""
    door = Door()
    with door.call() as stranger:
        challenge = frames.read(stranger) or {}
        stranger.sendall(frames.encode(hello_for(challenge, door.key, **wrong)))
        assert frames.read(stranger) is None
    with door.call() as guest:
        guest.sendall(frames.encode(hello_for(frames.read(guest) or {}, door.key)))
        assert frames.read(guest) is not None
        admitted = door.result()
        assert admitted is not None
        admitted[0].close()


def nothing(stranger: socket.socket) -> None:
    """Say nothing."""


def slowly(stranger: socket.socket) -> None:
    """Say one byte of a frame."""
    stranger.sendall(b"\x00")


def too_much(stranger: socket.socket) -> None:
    """Announce more than a hello may be."""
    stranger.sendall(struct.pack(">I", 5000))


@pytest.mark.parametrize("manner", [nothing, slowly, too_much])
def test_a_stranger_does_not_hold_the_line(
    monkeypatch: pytest.MonkeyPatch, manner: Callable[[socket.socket], None]
) -> None:
    """Who says nothing, too little or too much is sent away before the guest's patience ends."""
    monkeypatch.setattr(reception, "CALLER_SECONDS", 1.0)
    door = Door()
    with door.call() as stranger, door.call() as guest:
        manner(stranger)
        guest.sendall(frames.encode(hello_for(frames.read(guest) or {}, door.key)))
        assert frames.read(guest) is not None
    admitted = door.result()
    assert admitted is not None
    admitted[0].close()


def test_nobody_came_in_time() -> None:
    """Without a caller there is None at the deadline."""
    assert Door(0.05).result() is None


def test_closing_wakes_who_waits() -> None:
    """close ends a wait that would be long."""
    door = Door()
    door.reception.close()
    assert door.result() is None


def test_a_key_is_used_once() -> None:
    """Two receptions have two keys."""
    one, two = Reception(), Reception()
    assert one.line["key"] != two.line["key"]
    one.close()
    two.close()
