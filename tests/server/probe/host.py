"""A host as small as can be: starts a guest, shakes hands, loads an app and collects what the probe says."""

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
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

import waitress

from server.probe.locate import boot_script

APPS = Path(__file__).parents[2] / "apps"
SECONDS = 30.0
WAITRESS = str(Path(waitress.__file__).parent)


@dataclass
class Seen:
    """One exchange as the channel told it."""

    number: int
    events: list[dict[str, Any]] = field(default_factory=list)
    end: dict[str, Any] | None = None

    def of(self, kind: str, **facts: Any) -> list[dict[str, Any]]:
        """The bodies of one kind that have these facts, in the order of their beginnings."""
        found = sorted((e for e in self.events if e["kind"] == kind), key=lambda event: event["seq"])
        return [e["body"] for e in found if all(e["body"].get(k) == v for k, v in facts.items())]

    def one(self, kind: str, **facts: Any) -> dict[str, Any]:
        """The only body of one kind with these facts."""
        found = self.of(kind, **facts)
        assert len(found) == 1, f"{len(found)} of {kind} {facts}: {found}"
        return found[0]

    def event(self, kind: str) -> dict[str, Any]:
        """The first envelope of one kind."""
        return next(e for e in self.events if e["kind"] == kind)


@dataclass
class Answer:
    """What came over the wire."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        """The first header of that name."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


class Host:
    """Use as a context manager; `load` answers with `ready` or `failed`."""

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
        self._printed = threading.Condition()
        self._reading_output = threading.Thread(target=self._read_output, daemon=True)
        self._reading_output.start()
        self._news = threading.Condition()
        self._exchanges: dict[int, Seen] = {}
        self._first: dict[str, Any] | None = None
        self._gone = False
        self.hello: dict[str, Any] = {}
        self.connection: socket.socket
        self.port = 0
        self.ready: dict[str, Any] = {}

    def _read_output(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._printed:
                self.output.append(line)
                self._printed.notify_all()

    def __enter__(self) -> Host:
        self.shake_hands()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def shake_hands(self) -> None:
        """Let the guest in."""
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
        """The keyed hash that both sides show."""
        return hmac.new(bytes.fromhex(self.key), text.encode(), hashlib.sha256).hexdigest()

    def send(self, message: dict[str, Any]) -> None:
        """Send a frame."""
        data = json.dumps(message).encode()
        self.connection.sendall(struct.pack(">I", len(data)) + data)

    def read(self) -> dict[str, Any]:
        """Read a frame; EOFError at the end of the channel."""
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
        """Let the guest load an app; returns `ready` or `failed`."""
        order: dict[str, Any] = {
            "type": "load",
            "root": str(root),
            "app": app,
            "waitress": WAITRESS,
            "hide": [],
            "threads": 4,
        }
        self.send({**order, **more})
        answer = self.read()
        if answer["type"] == "ready":
            self.port = answer["port"]
            self.connection.settimeout(None)
            threading.Thread(target=self._collect, daemon=True).start()
        return answer

    def _collect(self) -> None:
        try:
            while True:
                message = self.read()
                with self._news:
                    if message["type"] == "events":
                        for event in message["events"]:
                            self._seen(event["exchange"]).events.append(event)
                    else:
                        self._seen(message["exchange"]).end = message
                    self._news.notify_all()
        except (EOFError, OSError):
            with self._news:
                self._gone = True
                self._news.notify_all()

    def _seen(self, number: int) -> Seen:
        return self._exchanges.setdefault(number, Seen(number))

    def answer(
        self,
        method: str,
        path: str,
        *,
        headers: dict[str, str] | None = None,
        body: bytes | None = None,
    ) -> Answer:
        """Send a request and read its answer."""
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            client.request(
                method, path, body=body, headers={"Host": f"localhost:{self.port}", **(headers or {})}
            )
            response = client.getresponse()
            return Answer(response.status, response.getheaders(), response.read())
        finally:
            client.close()

    def send_request(self, method: str, path: str, **more: Any) -> tuple[Answer, Seen]:
        """Send a request; returns the answer and the finished exchange. One request at a time."""
        with self._news:
            known = len(self._exchanges)
        answer = self.answer(method, path, **more)
        return answer, self.exchange(known + 1)

    def broken_request(self, path: str) -> Seen:
        """Send a request whose response breaks off; returns the finished exchange."""
        with self._news:
            known = len(self._exchanges)
        with contextlib.suppress(http.client.HTTPException, OSError):
            self.answer("GET", path)
        return self.exchange(known + 1)

    def exchange(self, number: int) -> Seen:
        """Wait for the end of an exchange."""
        with self._news:
            done = self._news.wait_for(lambda: self._gone or self._finished(number), SECONDS)
            assert done, f"exchange {number} did not end"
            return self._exchanges[number]

    def _finished(self, number: int) -> bool:
        return number in self._exchanges and self._exchanges[number].end is not None

    def wait_gone(self) -> int:
        """Wait for the process to end; returns its exit code."""
        code = self.process.wait(SECONDS)
        self._reading_output.join(SECONDS)
        return code

    def text_soon(self, wanted: str) -> str:
        """What the guest printed, once that is in it."""
        with self._printed:
            self._printed.wait_for(lambda: wanted in self.text, SECONDS)
        return self.text

    @property
    def text(self) -> str:
        """What the guest printed."""
        return b"".join(self.output).decode(errors="replace")

    def close(self) -> None:
        """Close the channel and see the guest end."""
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
