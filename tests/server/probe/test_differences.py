"""Tests that a guest and its visitors can tell the probe by nothing but what docs/probe.md lists.

All apps of the tests and all labs run in one process under the probe, and in another without it.
"""

import http.client
import json
import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.support.probe_host import SECONDS, ProbeHost

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "tests" / "support" / "observation"
DOCUMENT = ROOT / "docs" / "probe.md"
UNSTABLE = (
    "/accounts/confirm",
    "/accounts/login",
    "/accounts/register",
    "/configuration/debugged",
    "/configuration/new-key",
    "/debug-mode/till",
    "/flask_extensions/order",
    "/forms/enter",
    "/logging/book",
    "/logging/cancel",
    "/logging/fog",
    "/server-sessions/file",
    "/server-sessions/look",
    "/servers/",
    "/servers/ports",
)
"""Paths whose answer has a random number, a port or the number of the process in it."""
MAIL = ("/smtplib_app/failing", "/smtplib_app/lmtp")
"""Paths that send mail to a server that is not there."""


class Pair(NamedTuple):
    """The ports of the process without the probe and of the one under it."""

    plain: int
    probed: int

    def ask(self, path: str) -> tuple[Any, Any]:
        """Return what both processes tell about themselves."""
        plain, probed = (json.loads(exchange(port, request_for(path))[1]) for port in self)
        return plain, probed


def request_for(path: str, method: str = "GET", headers: str = "", body: bytes = b"") -> bytes:
    """Return the bytes of a request."""
    return f"{method} {path} HTTP/1.1\r\nHost: localhost:5000\r\n{headers}Connection: close\r\n\r\n".encode() + body


def exchange(port: int, request: bytes) -> tuple[bytes, bytes]:
    """Send bytes; return head and body of the response as they are, the head without its date."""
    with socket.create_connection(("127.0.0.1", port), SECONDS) as connection:
        connection.sendall(request)
        received = b"".join(iter(lambda: connection.recv(1 << 16), b""))
    head, _, body = received.partition(b"\r\n\r\n")
    return re.sub(rb"\r\nDate: [^\r]*", b"", head), body


@pytest.fixture(scope="module")
def pair() -> Iterator[Pair]:
    """The two processes."""
    output = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed below
    plain = subprocess.Popen(
        [sys.executable, str(FOLDER / "plain.py")],
        stdout=subprocess.PIPE,
        stderr=output,
        stdin=subprocess.DEVNULL,
    )
    host = ProbeHost(cwd=FOLDER)
    try:
        host.shake_hands()
        ready = host.load("app.py", FOLDER)
        assert ready["type"] == "ready", ready
        assert plain.stdout is not None
        line = plain.stdout.readline()
        yield Pair(int(line.split()[1]), host.port)
    finally:
        plain.kill()
        plain.wait()
        host.close()
        output.close()
        if plain.stdout is not None:
            plain.stdout.close()


def test_all_answers_are_the_same_byte_for_byte(pair: Pair) -> None:
    """So are the statements that SQLite executes for them, and the order in which it does."""
    plain, probed = pair.ask("/problems")
    assert plain == probed == {}
    paths, probed_paths = pair.ask("/paths")
    assert paths == probed_paths
    assert len(paths) > 300
    different = [
        path
        for path in paths
        if path not in UNSTABLE + MAIL
        and exchange(pair.plain, request_for(path)) != exchange(pair.probed, request_for(path))
    ]
    assert different == []
    plain, probed = pair.ask("/statements")
    assert sum(map(len, plain)) > 100
    assert plain == probed
