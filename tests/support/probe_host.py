"""A minimal host of the probe: starts a guest, authenticates it, loads an app and collects its exchanges."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import http.client
import json
import os
import secrets
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import waitress

from server.probe.child.recording.thread_work import BACKGROUND_NUMBER
from server.probe.locate import boot_script
from server.runner.channel import event_schemas, protocol
from server.runner.channel.answer_schemas import ANSWERS
from server.runner.channel.framing import FrameError

APPS = Path(__file__).parents[1] / "apps"
SECONDS = 30.0
Sent = TypeVar("Sent")
WAITRESS = str(Path(waitress.__file__).parent)


@dataclass
class RecordedExchange:
    """One exchange as the guest reported it over the channel."""

    number: int
    sensors: dict[str, str] = field(default_factory=dict)
    """The state of each sensor when the app was loaded, with the reason if it is not on."""
    events: list[dict[str, Any]] = field(default_factory=list)
    end: dict[str, Any] | None = None

    def bodies(self, kind: str, **facts: Any) -> list[dict[str, Any]]:
        """Return the bodies of one kind that have these facts, in the order in which they started."""
        matching = sorted((e for e in self.events if e["kind"] == kind), key=lambda event: event["seq"])
        return [e["body"] for e in matching if all(e["body"].get(k) == v for k, v in facts.items())]

    def body(self, kind: str, **facts: Any) -> dict[str, Any]:
        """Return the only body of one kind with these facts; AssertionError if there is not exactly one."""
        matching = self.bodies(kind, **facts)
        assert matching or self.bodies(kind), self._why_none(kind)
        assert len(matching) == 1, f"{len(matching)} of {kind} {facts}: {matching or self.bodies(kind)}"
        return matching[0]

    def event(self, kind: str) -> dict[str, Any]:
        """Return the first envelope of one kind; AssertionError if there is none."""
        matching = [e for e in self.events if e["kind"] == kind]
        assert matching, self._why_none(kind)
        return matching[0]

    def _why_none(self, kind: str) -> str:
        """Say what is known about why there is no event of a kind."""
        lines = [
            f"no {kind} event in exchange {self.number}",
            f"its sensor: {self.sensors.get(kind, 'none of this name is registered')}",
            f"the kinds that were reported: {', '.join(sorted({e['kind'] for e in self.events}))}",
        ]
        for fault in self.bodies("probe-fault"):
            lines.append(f"the sensor {fault['sensor']} failed: {fault['problem']}")
        for error in self.bodies("exception"):
            lines.append(f"an exception in {error['where']}: {error['type']}: {error['message']}")
        return "\n".join(lines)


@dataclass
class HttpResponse:
    """The response that the client received."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        """Return the first header of that name, or None."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


def refusals(event: dict[str, Any]) -> list[str]:
    """Return why the real host would end a guest that sends this event; an empty list if it would not."""
    try:
        protocol.parse({"type": "events", "events": [event]})
    except FrameError as error:
        return [f"{error}; BODIES in {event_schemas.__name__} says what is valid: {event}"]
    return []


class ProbeHost:
    """A host with one guest; a context manager that ends the guest."""

    def __init__(
        self, python: Path | None = None, env: dict[str, str] | None = None, cwd: Path | None = None
    ) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(SECONDS)
        self.key = secrets.token_hex(32)
        self.process = subprocess.Popen(
            [str(python or sys.executable), str(boot_script())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(env or {})},
            cwd=cwd,
        )
        self.output: list[bytes] = []
        self._output_changed = threading.Condition()
        self._reading_output = threading.Thread(target=self._read_output, daemon=True)
        self._reading_output.start()
        self._changed = threading.Condition()
        self._exchanges: dict[int, RecordedExchange] = {}
        self._sensors: dict[str, str] = {}
        self._refused: list[str] = []
        self._answers: dict[int, dict[str, Any]] = {}
        self.background: list[dict[str, Any]] = []
        self._disconnected = False
        self.hello: dict[str, Any] = {}
        self.connection: socket.socket
        self.port = 0
        self.ready: dict[str, Any] = {}

    def _read_output(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._output_changed:
                self.output.append(line)
                self._output_changed.notify_all()

    def __enter__(self) -> ProbeHost:
        self.shake_hands()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def shake_hands(self) -> None:
        """Authenticate the guest, and let it authenticate this host."""
        assert self.process.stdin is not None
        start = {"version": 1, "host_port": self._listener.getsockname()[1], "key": self.key}
        self.process.stdin.write(json.dumps(start).encode() + b"\n")
        self.process.stdin.close()
        self.connection, _ = self._listener.accept()
        self.connection.settimeout(SECONDS)
        nonce = secrets.token_hex(16)
        self.send({"type": "challenge", "version": 1, "nonce": nonce})
        self.hello = self.read()
        assert self.hello["proof"] == self.proof("guest" + nonce + self.hello["nonce"])
        self.send({"type": "welcome", "proof": self.proof("host" + self.hello["nonce"] + nonce)})

    def proof(self, text: str) -> str:
        """Return the keyed hash by which each side proves that it knows the key."""
        return hmac.new(bytes.fromhex(self.key), text.encode(), hashlib.sha256).hexdigest()

    def send(self, message: dict[str, Any]) -> None:
        """Send a frame."""
        data = json.dumps(message).encode()
        self.connection.sendall(struct.pack(">I", len(data)) + data)

    def read(self) -> dict[str, Any]:
        """Return the next message; EOFError at the end of the channel."""
        (size,) = struct.unpack(">I", self._exactly(4))
        assert size <= 1 << 20
        message: dict[str, Any] = json.loads(self._exactly(size))
        return message

    def _exactly(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            part = self.connection.recv(size - len(data))
            if not part:
                raise EOFError
            data += part
        return data

    def load(self, app: str = "", root: Path = APPS, **more: Any) -> dict[str, Any]:
        """Tell the guest to load an app; return its `ready` or `failed` message."""
        order: dict[str, Any] = {
            "type": "load",
            "root": str(root),
            "app": app,
            "waitress": WAITRESS,
            "hide": [],
            "threads": 256,
        }
        self.send({**order, **more})
        while (answer := self.read())["type"] == "events":
            self._keep(answer["events"])
        if answer["type"] == "ready":
            self.port = answer["port"]
            self.connection.settimeout(None)
            self._sensors = {each["name"]: each["why"] or each["state"] for each in answer["sensors"]}
            threading.Thread(target=self._collect, daemon=True).start()
        return answer

    def _collect(self) -> None:
        try:
            while True:
                message = self.read()
                with self._changed:
                    if message["type"] == "events":
                        self._keep(message["events"])
                    elif message["type"] == "end":
                        self._exchange_of(message["exchange"]).end = message
                    elif message["type"] == "answer":
                        self._answers[message["question"]] = message
                    self._changed.notify_all()
        except (EOFError, OSError):
            with self._changed:
                self._disconnected = True
                self._changed.notify_all()

    def _keep(self, events: list[dict[str, Any]]) -> None:
        for event in events:
            self._refused += refusals(event)
            if event["exchange"] == BACKGROUND_NUMBER:
                self.background.append(event)
            else:
                self._exchange_of(event["exchange"]).events.append(event)

    def ask(self, about: str, **more: Any) -> dict[str, Any]:
        """Ask a question about the app; return the answer, whose facts are of their shape."""
        with self._changed:
            number = len(self._answers) + 1
        data = json.dumps({"question": number, "about": about, **more}).encode()
        self.connection.sendall(b"=" + struct.pack(">I", len(data)) + data)
        self.wait_for_events(lambda: number in self._answers)
        answer = self._answers[number]
        assert answer["facts"] is None or ANSWERS[about](answer["facts"]), answer
        return answer

    def wait_for_events(self, found: Callable[[], bool]) -> None:
        """Wait until what has arrived fulfils a condition; AssertionError if it never does."""
        with self._changed:
            assert self._changed.wait_for(found, SECONDS), "what was waited for did not arrive"
            assert not self._refused, "\n".join(self._refused)

    def _exchange_of(self, number: int) -> RecordedExchange:
        return self._exchanges.setdefault(number, RecordedExchange(number, self._sensors))

    def fetch(
        self,
        method: str,
        path: str,
        *,
        headers: dict[str, str] | None = None,
        body: bytes | None = None,
    ) -> HttpResponse:
        """Send a request and return the response."""
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            client.request(
                method, path, body=body, headers={"Host": f"localhost:{self.port}", **(headers or {})}
            )
            response = client.getresponse()
            return HttpResponse(response.status, response.getheaders(), response.read())
        finally:
            client.close()

    def send_request(self, method: str, path: str, **more: Any) -> tuple[HttpResponse, RecordedExchange]:
        """Send a request; return the response and the finished exchange. Only one request at a time."""
        with self._changed:
            known = len(self._exchanges)
        answer = self.fetch(method, path, **more)
        return answer, self.exchange(known + 1)

    def send_broken_request(self, path: str) -> RecordedExchange:
        """Send a request whose response breaks off; return the finished exchange."""
        with self._changed:
            known = len(self._exchanges)
        with contextlib.suppress(http.client.HTTPException, OSError):
            self.fetch("GET", path)
        return self.exchange(known + 1)

    def record(self, send: Callable[[int], Sent]) -> tuple[Sent, RecordedExchange]:
        """Call `send`, which sends one request to the port; return its result and the finished exchange."""
        with self._changed:
            known = len(self._exchanges)
        return send(self.port), self.exchange(known + 1)

    def exchange(self, number: int) -> RecordedExchange:
        """Wait for the end of an exchange, and return it; AssertionError if an event breaks the schema."""
        with self._changed:
            done = self._changed.wait_for(lambda: self._disconnected or self._finished(number), SECONDS)
            assert done, f"exchange {number} did not end"
            assert not self._refused, "\n".join(self._refused)
            return self._exchanges[number]

    def _finished(self, number: int) -> bool:
        return number in self._exchanges and self._exchanges[number].end is not None

    def wait_for_exit(self) -> int:
        """Wait for the process to end; return its exit code."""
        code = self.process.wait(SECONDS)
        self._reading_output.join(SECONDS)
        return code

    def wait_for_output(self, wanted: str) -> str:
        """Wait until the guest has printed this; return all that it printed."""
        with self._output_changed:
            self._output_changed.wait_for(lambda: wanted in self.text, SECONDS)
        return self.text

    @property
    def text(self) -> str:
        """All that the guest printed."""
        return b"".join(self.output).decode(errors="replace")

    def close(self) -> None:
        """Close the channel, and wait for the guest to end."""
        self._listener.close()
        if hasattr(self, "connection"):
            with contextlib.suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)
            self.connection.close()
        try:
            self.process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._reading_output.join(SECONDS)
        if self.process.stdout is not None:
            self.process.stdout.close()
