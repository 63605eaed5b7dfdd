"""A guest that speaks docs/channel.md and does what its target's name says, good or bad; standard library only.

`app` in `load` chooses one of DEEDS. One that serves answers each path as `Requests` has it, reporting events as the
probe would.
"""

import hashlib
import hmac
import http.server
import json
import os
import signal
import socket
import socketserver
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

CHANNEL_LOCK = threading.Lock()
EXCHANGES = iter(range(1, 1_000_000))


class Channel:
    """Frames over the connection to the host."""

    def __init__(self, port: int) -> None:
        self.connection = socket.create_connection(("127.0.0.1", port))

    def read(self) -> dict[str, Any]:
        head = self._exactly(4)
        message: dict[str, Any] = json.loads(self._exactly(struct.unpack(">I", head)[0]))
        return message

    def send(self, message: object) -> None:
        self.raw(json.dumps(message).encode())

    def raw(self, data: bytes) -> None:
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


def described(value: object) -> dict[str, Any]:
    return {"type": type(value).__name__, "repr": repr(value), "cut": False}


def body(data: bytes, kind: str) -> dict[str, Any]:
    return {"text": data.decode(), "base64": None, "size": len(data), "kept": len(data), "type": kind}


class Requests(http.server.BaseHTTPRequestHandler):
    """Answers, and tells the host what happened."""

    channel: Channel
    seq = 0

    def handle_one_request(self) -> None:
        super().handle_one_request()
        self.close_connection = True

    def event(self, kind: str, body: dict[str, Any]) -> None:
        self.seq += 1
        envelope = {
            "exchange": self.number,
            "seq": self.seq,
            "kind": kind,
            "at": float(self.seq),
            "took": None,
            "caller": None,
            "family": None,
            "body": body,
        }
        self.channel.send({"type": "events", "events": [envelope]})

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        self.input = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if path == "/unseen":
            self.answer(b"refused", 400)
            return
        self.number = next(EXCHANGES)
        self.event(
            "wsgi",
            {
                "phase": "request",
                "method": self.command,
                "path": path,
                "query": query,
                "script_name": "",
                "http_version": "1.1",
                "remote_port": self.client_address[1],
                "headers": [[name, value] for name, value in self.headers.items()],
                "environ": {
                    "REQUEST_METHOD": described(self.command),
                    "SECRET_KEY": described("sesame-open"),
                },
            },
        )
        PATHS.get(path, type(self).plain)(self)
        if path != "/endless":
            self.finish_exchange()

    do_POST = do_PUT = do_HEAD = do_GET

    def finish_exchange(self) -> None:
        kind = self.headers.get("Content-Type", "")
        self.event(
            "wsgi",
            {
                "phase": "close",
                "iterable": "list",
                "chunks": 1,
                "sent": 2,
                "has_close": False,
                "closed": False,
                "start_response": 1,
                "write_used": False,
                "input": body(self.input, kind),
                "input_complete": True,
            },
        )
        self.channel.send(
            {"type": "end", "exchange": self.number, "took": 1.5, "events": self.seq, "lost": 0}
        )

    def answer(self, data: bytes, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def respond(self, data: bytes, status: int = 200) -> None:
        """Answer, and report it."""
        self.event(
            "response",
            {
                "status": status,
                "reason": "OK",
                "headers": [["Content-Type", "text/plain"]],
                "body": body(data, "text/plain"),
                "content_type": "text/plain",
                "streamed": False,
                "first_byte": 0.5,
            },
        )
        self.answer(data, status)

    def plain(self) -> None:
        self.respond(b"ok " + self.input)

    def silent(self) -> None:
        """The probe has no response event."""
        self.answer(b"only the wire knows", headers=(("X-Twice", "1"), ("X-Twice", "2")))

    def hang(self) -> None:
        time.sleep(600)

    def die(self) -> None:
        os._exit(3)

    def kill(self) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def memory(self) -> None:
        held = []
        while True:
            held.append(bytearray(b"x" * (8 << 20)))
            time.sleep(0.01)

    def output(self) -> None:
        sys.stdout.write("y" * (10 << 20))
        sys.stdout.write("\nlast \xff line\n")
        sys.stdout.flush()
        os.write(2, b"\xff\xfe\x1b[31mred\x1b[0m token=abcdef123\n")
        self.respond(b"printed")

    def family(self) -> None:
        """Leave a grandchild in a session of its own that ignores SIGTERM."""
        code = (
            "import os, signal, time\n"
            "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
            "if os.fork() == 0:\n"
            "    os.setsid()\n"
            "    if os.fork() == 0:\n"
            "        os.close(1)\n"
            "        time.sleep(600)\n"
            "    os._exit(0)\n"
            "os.wait()\n"
        )
        subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, check=True)
        self.respond(b"forked")

    def endless(self) -> None:
        """A stream without an end: it notices when nobody listens, as a generator would."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"data: x\n\n")
                time.sleep(0.01)
        except OSError:
            self.finish_exchange()

    def drip(self) -> None:
        """An answer whose head never ends, a byte at a time."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        try:
            while True:
                self.wfile.write(b"X")
                time.sleep(0.01)
        except OSError:
            return

    def nonsense(self) -> None:
        self.wfile.write(b"this is no HTTP\r\n\r\n")

    def many_headers(self) -> None:
        self.answer(b"", headers=tuple((f"X-{number}", "v") for number in range(150)))

    def flood(self) -> None:
        """More events than an exchange may have."""
        for number in range(60):
            log = {
                "logger": "app",
                "level": "INFO",
                "levelno": 20,
                "message": f"{number}",
                "file": None,
                "line": None,
                "function": None,
                "exception": None,
            }
            envelopes = [
                {
                    "exchange": self.number,
                    "seq": 100 + number * 100 + one,
                    "kind": "log",
                    "at": 1,
                    "took": None,
                    "caller": None,
                    "family": None,
                    "body": log,
                }
                for one in range(100)
            ]
            self.channel.send({"type": "events", "events": envelopes})
        self.respond(b"flooded")

    def big(self) -> None:
        self.answer(b"b" * (3 << 20))

    def garble(self) -> None:
        """Break the channel in the middle of a request."""
        self.channel.raw(b"{not json")
        time.sleep(600)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it overrides has
        """Print nothing."""


PATHS: dict[str, Callable[[Requests], None]] = {
    "/silent": Requests.silent,
    "/hang": Requests.hang,
    "/die": Requests.die,
    "/kill": Requests.kill,
    "/memory": Requests.memory,
    "/output": Requests.output,
    "/family": Requests.family,
    "/endless": Requests.endless,
    "/drip": Requests.drip,
    "/nonsense": Requests.nonsense,
    "/many-headers": Requests.many_headers,
    "/flood": Requests.flood,
    "/big": Requests.big,
    "/garble": Requests.garble,
}


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    """One thread a request."""

    daemon_threads = True
    request_queue_size = 64


def serve(channel: Channel) -> None:
    """Be ready, and serve until the host hangs up."""
    Requests.channel = channel
    server = Server(("127.0.0.1", 0), Requests)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    channel.send(
        {
            "type": "ready",
            "port": server.server_port,
            "server": "fake 1.0",
            "framework": "flask",
            "sensors": [{"name": "sql", "state": "absent", "why": "SQLAlchemy is not installed"}],
            "routes": [{"rule": "/ok", "endpoint": "ok", "methods": ["GET"], "arguments": []}],
        }
    )
    channel.read()


def serve_stubbornly(channel: Channel) -> None:
    """Serve, and do not end when asked."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    threading.Thread(target=serve, args=(channel,), daemon=True).start()
    while True:
        time.sleep(600)


def fail(channel: Channel) -> None:
    """Say why not, as the probe does."""
    channel.send(
        {
            "type": "failed",
            "code": "import-error",
            "message": "ModuleNotFoundError: No module named 'nosuch'",
            "traceback": "Traceback (most recent call last):\n  password = 'letmein99'\nModuleNotFoundError",
            "frames": [],
        }
    )
    channel.read()


def sleep(channel: Channel) -> None:
    """Neither be ready nor fail."""
    print("importing", flush=True)
    time.sleep(600)


def leave(channel: Channel) -> None:
    """End with an exit code and a last word."""
    print("Traceback (most recent call last):\nValueError: bad config", flush=True)
    os._exit(7)


def hang_up(channel: Channel) -> None:
    """Close the channel and live on."""
    channel.connection.close()
    time.sleep(600)


def say_raw(data: bytes) -> Callable[[Channel], None]:
    """Say something that is no message."""

    def deed(channel: Channel) -> None:
        channel.raw(data)
        time.sleep(600)

    return deed


def announce_much(channel: Channel) -> None:
    """Announce a frame that is longer than any may be."""
    channel.connection.sendall(struct.pack(">I", (1 << 20) + 1))
    time.sleep(600)


DEEDS: dict[str, Callable[[Channel], None]] = {
    "serve": serve,
    "stubborn": serve_stubbornly,
    "fail": fail,
    "sleep": sleep,
    "leave": leave,
    "hang-up": hang_up,
    "garbage": say_raw(b"\xff\x00 not json"),
    "unknown-type": say_raw(b'{"type": "please-run", "code": "1+1"}'),
    "bad-event": say_raw(b'{"type": "events", "events": [{"kind": "wsgi"}]}'),
    "too-long": announce_much,
}


def main() -> None:
    line = json.loads(sys.stdin.readline())
    channel = Channel(line["host_port"])
    shake_hands(channel, bytes.fromhex(line["key"]))
    load = channel.read()
    DEEDS[load["app"]](channel)


if __name__ == "__main__":
    main()
