"""Tests that a guest and its visitors can tell the probe by nothing but what docs/probe.md lists.

All apps of the tests and all labs run in one process under the probe, and in another without it.
"""

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.support.probe_host import ProbeHost

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "tests" / "support" / "observation"
DOCUMENT = ROOT / "docs" / "probe.md"
START_SECONDS = 120
SAME_ORDER = {"PYTHONHASHSEED": "0"}  # sets have the same order in both
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

    def settled_state(self) -> tuple[Any, Any]:
        """Return the state of both processes once the connections of earlier requests are closed."""
        plain, probed = self.ask("/state")
        for _ in range(50):
            if probed["files"]["socket"] == plain["files"]["socket"] + 1:
                break
            plain, probed = self.ask("/state")
        return plain, probed


def request_for(path: str, method: str = "GET", headers: str = "", body: bytes = b"") -> bytes:
    """Return the bytes of a request."""
    return (
        f"{method} {path} HTTP/1.1\r\nHost: localhost:5000\r\n{headers}Connection: close\r\n\r\n".encode()
        + body
    )


def exchange(port: int, request: bytes) -> tuple[bytes, bytes]:
    """Send bytes; return head and body of the response as they are, the head without its date."""
    with socket.create_connection(("127.0.0.1", port), START_SECONDS) as connection:
        connection.sendall(request)
        received = b"".join(iter(lambda: connection.recv(1 << 16), b""))
    head, _, body = received.partition(b"\r\n\r\n")
    return re.sub(rb"\r\nDate: [^\r]*", b"", head), body


@pytest.fixture(scope="module")
def pair(without_coverage: None) -> Iterator[Pair]:
    """The two processes."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(START_SECONDS)
    command = [sys.executable, str(FOLDER / "plain.py"), str(listener.getsockname()[1])]
    silent = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    plain = subprocess.Popen(command, env={**os.environ, **SAME_ORDER}, **silent)  # type: ignore[call-overload]  # as written
    host = ProbeHost(env=SAME_ORDER, cwd=FOLDER)
    try:
        host.shake_hands()
        ready = host.load("app.py", FOLDER)
        assert ready["type"] == "ready", ready
        connection, _ = listener.accept()
        with connection:
            yield Pair(int(connection.recv(10)), host.port)
    finally:
        plain.kill()
        plain.wait()
        host.close()
        listener.close()


def check_all_answers_are_the_same_byte_for_byte(pair: Pair) -> None:
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


CHUNKED = "Transfer-Encoding: chunked\r\n"
RAW: dict[str, bytes] = {
    "an error in teardown": request_for("/raw_answers/teardown"),
    "a generator that raises late": request_for("/raw_answers/late"),
    "text where bytes belong": request_for("/raw_answers/text"),
    "a whole file": request_for("/raw_answers/file"),
    "a part of a file": request_for("/raw_answers/file", headers="Range: bytes=3-9\r\n"),
    "two parts of a file": request_for("/raw_answers/file", headers="Range: bytes=0-1,4-5\r\n"),
    "a part that is not there": request_for("/raw_answers/file", headers="Range: bytes=900000-\r\n"),
    "an unchanged file": request_for("/raw_answers/file", headers='If-None-Match: "fixed"\r\n'),
    "HEAD": request_for("/raw_answers/file", "HEAD"),
    "HEAD of a stream": request_for("/raw_answers/chunks", "HEAD"),
    "a compressed body": request_for("/raw_answers/gzip", headers="Accept-Encoding: gzip\r\n"),
    "five megabytes": request_for("/raw_answers/five"),
    "chunks to the client": request_for("/raw_answers/chunks"),
    "HTTP/1.0": request_for("/raw_answers/chunks").replace(b"HTTP/1.1", b"HTTP/1.0"),
    "chunks to the app": request_for(
        "/raw_answers/echo", "POST", CHUNKED, b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    ),
    "five megabytes to the app": request_for(
        "/raw_answers/echo", "POST", f"Content-Length: {5 << 20}\r\n", b"y" * (5 << 20)
    ),
    "a body that is not read": request_for("/raw_answers/unread", "POST", "Content-Length: 3\r\n", b"abc"),
    "cookies": request_for("/raw_answers/cookies", headers="Cookie: x=1; y=2; x=3\r\n"),
    "TRACE": request_for("/raw_answers/trace", "TRACE", "X-Seen: 1\r\n"),
    "OPTIONS": request_for("/raw_answers/echo", "OPTIONS"),
    "a method that is not allowed": request_for("/raw_answers/order", "DELETE"),
    "an upgrade that is refused": request_for(
        "/raw_answers/upgrade", headers="Upgrade: websocket\r\nSec-WebSocket-Key: x\r\n"
    ),
    "order of hooks and signals, and rows": request_for("/raw_answers/order"),
}
"""Requests by what they try; the last one shows what the others have left behind."""


def check_unusual_answers_are_the_same_byte_for_byte(pair: Pair) -> None:
    """So are the order of hooks and signals, and what is in the database in the end."""
    different = {
        name for name, sent in RAW.items() if exchange(pair.plain, sent) != exchange(pair.probed, sent)
    }
    assert different == set()
    order = json.loads(exchange(pair.probed, RAW["order of hooks and signals, and rows"])[1])
    assert order["order"][:6] == [
        "started",
        "before",
        "after",
        "finished",
        "teardown NoneType",
        "tearing down",
    ]
    assert len(order["rows"]) >= len(RAW)


def check_no_code_of_the_guests_objects_is_called(pair: Pair) -> None:
    """Their methods and properties are called as often as without the probe."""
    paths = ["template", "log", "flash", "session", "sql", "signal", "warn", "raise", "response"]
    for path in paths:
        for port in pair:
            exchange(port, request_for(f"/counted_objects/{path}"))
    plain, probed = pair.ask("/counted_objects/zz-calls")
    assert plain["__conform__"] > 0
    assert plain == probed


def check_the_guest_finds_the_process_of_flask_run_but_for_the_list(pair: Pair) -> None:
    """What differs is in docs/probe.md, and everything that is listed there differs."""
    plain, probed = pair.settled_state()
    different = {name for name in plain if plain[name] != probed[name]}
    assert different == {row[0] for row in rows("What a guest can tell", 3)}
    assert [Path(part).name for part in probed["argv"]] == ["flask", "run"]


def check_the_modules_are_the_probes_and_those_of_python(pair: Pair) -> None:
    """No library is imported that the guest has not imported."""
    plain, probed = (set(state["modules"]) for state in pair.settled_state())
    more = {name.partition(".")[0] for name in probed - plain}
    assert more - set(sys.stdlib_module_names) == {"_fumehood_probe"}
    assert plain - probed == set()


def check_the_finders_and_sockets_are_counted(pair: Pair) -> None:
    """Two finders more, one socket more, and threads that `threading` does not know."""
    plain, probed = pair.settled_state()
    assert len(probed["import hooks"][0]) == len(plain["import hooks"][0]) + 2
    assert probed["import hooks"][1] == plain["import hooks"][1]
    assert probed["files"] == {**plain["files"], "socket": plain["files"]["socket"] + 1}
    assert probed["context variables"] == ["fumehood_exchange"]
    assert probed["streams"] == [["write"], ["write"]]


def check_every_wrapped_function_is_listed(pair: Pair) -> None:
    """And each that is listed is wrapped, if its library is loaded; the app itself wraps sqlite3."""
    plain, probed = pair.settled_state()
    assert plain["functions"] == []
    listed = {name for row in rows("What a guest can tell", 2) for name in re.findall(r"`([^`]+)`", row[1])}
    own = {name for name in probed["functions"] if re.match(r"\w+_\d+\.", name)}
    assert {name.partition(".")[2] for name in own} == {"NumberedSessions.save_session", "serve"}
    assert set(probed["functions"]) - own - listed == set()
    modules = {*probed["modules"]}
    missing = {name for name in listed - set(probed["functions"]) if not name.startswith("sqlite3.")}
    assert {name for name in missing if {name.rsplit(".", 1)[0], name.rsplit(".", 2)[0]} & modules} == set()


def rows(heading: str, columns: int) -> list[list[str]]:
    """Return the rows of all tables with so many columns below a heading of the document."""
    section = DOCUMENT.read_text().partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line] for line in lines if len(line) == columns]
    return [row for row in cells if row[0] not in ("what", "sensor")]


CHECKS = (
    check_all_answers_are_the_same_byte_for_byte,
    check_unusual_answers_are_the_same_byte_for_byte,
    check_no_code_of_the_guests_objects_is_called,
    check_the_guest_finds_the_process_of_flask_run_but_for_the_list,
    check_the_modules_are_the_probes_and_those_of_python,
    check_the_finders_and_sockets_are_counted,
    check_every_wrapped_function_is_listed,
)
"""In this order: the requests of the first ones make the later ones see everything that is wrapped."""


@pytest.mark.slow
def test_nothing_but_the_documented_list_tells_the_probe(pair: Pair) -> None:
    """One test for all checks, since the two processes take long to start."""
    for check in CHECKS:
        check(pair)
