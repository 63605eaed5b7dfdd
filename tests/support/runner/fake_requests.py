"""The responses of the fake guest to each path, and the events that it reports; standard library only."""

import http.server
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from tests.support.runner.fake_channel import Channel

EXCHANGES = iter(range(1, 1_000_000))


def described(value: object) -> dict[str, Any]:
    """Return a described value."""
    return {"type": type(value).__name__, "repr": repr(value), "cut": False}


def body(data: bytes, kind: str) -> dict[str, Any]:
    """Return a body."""
    return {"text": data.decode(), "base64": None, "size": len(data), "kept": len(data), "type": kind}


class RequestHandler(http.server.BaseHTTPRequestHandler):
    """Answers a request and reports events about it to the host."""

    channel: Channel
    seq = 0

    def handle_one_request(self) -> None:
        """Handle one request per connection."""
        super().handle_one_request()
        self.close_connection = True

    def event(self, kind: str, body: dict[str, Any]) -> None:
        """Report an event of this exchange."""
        self.seq += 1
        envelope = {
            "exchange": self.number,
            "seq": self.seq,
            "kind": kind,
            "at": float(self.seq),
            "took": None,
            "caller": None,
            "family": None,
            "thread": None,
            "body": body,
        }
        self.channel.send({"type": "events", "events": [envelope]})

    def do_GET(self) -> None:
        """Answer any method, with events around it."""
        path, _, query = self.path.partition("?")
        self.input = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if path == "/unseen":
            self.answer(b"refused", 400)
            return
        if path == "/vanish":
            os._exit(3)
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
                "started_at": time.time(),
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

    do_POST = do_GET  # noqa: N815 - http.server looks for this name

    def finish_exchange(self) -> None:
        """Report the end of the exchange."""
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
                "withdrawn": None,
                "input": body(self.input, kind),
                "input_complete": True,
            },
        )
        self.channel.send(
            {
                "type": "end",
                "exchange": self.number,
                "took": 1.5,
                "events": self.seq,
                "lost": 0,
                "left_out": {},
                "threads": 0,
            }
        )

    def answer(self, data: bytes, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> None:
        """Answer without reporting the response."""
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def respond(self, data: bytes, status: int = 200) -> None:
        """Answer, and report the response."""
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
        """Answer with the body of the request."""
        self.respond(b"ok " + self.input)

    def silent(self) -> None:
        """Answer, but report no response event."""
        self.answer(b"only the wire knows", headers=(("X-Twice", "1"), ("X-Twice", "2")))

    def hang(self) -> None:
        """Never answer."""
        time.sleep(600)

    def die(self) -> None:
        """End the process during the request."""
        os._exit(3)

    def kill(self) -> None:
        """Kill the process during the request."""
        os.kill(os.getpid(), signal.SIGKILL)

    def memory(self) -> None:
        """Use more and more memory."""
        held = []
        while True:
            held.append(bytearray(b"x" * (8 << 20)))
            time.sleep(0.01)

    def output(self) -> None:
        """Print ten megabytes without a line break, then bytes that are not UTF-8."""
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
        """Send a stream without an end, until the client closes the connection."""
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
        """Send headers without an end, one byte at a time."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        try:
            while True:
                self.wfile.write(b"X")
                time.sleep(0.01)
        except OSError:
            return

    def nonsense(self) -> None:
        """Send something that is not HTTP."""
        self.wfile.write(b"this is no HTTP\r\n\r\n")

    def many_headers(self) -> None:
        """Send more headers than http.client accepts."""
        self.answer(b"", headers=tuple((f"X-{number}", "v") for number in range(150)))

    def flood(self) -> None:
        """Report more events than an exchange may have."""
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
                    "thread": None,
                    "body": log,
                }
                for one in range(100)
            ]
            self.channel.send({"type": "events", "events": envelopes})
        self.respond(b"flooded")

    def big(self) -> None:
        """Answer with three megabytes."""
        self.answer(b"b" * (3 << 20))

    def garble(self) -> None:
        """Violate the protocol during a request."""
        self.channel.raw(b"{not json")
        time.sleep(600)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it overrides has
        """Print nothing."""


PATHS: dict[str, Callable[[RequestHandler], None]] = {
    "/silent": RequestHandler.silent,
    "/hang": RequestHandler.hang,
    "/die": RequestHandler.die,
    "/kill": RequestHandler.kill,
    "/memory": RequestHandler.memory,
    "/output": RequestHandler.output,
    "/family": RequestHandler.family,
    "/endless": RequestHandler.endless,
    "/drip": RequestHandler.drip,
    "/nonsense": RequestHandler.nonsense,
    "/many-headers": RequestHandler.many_headers,
    "/flood": RequestHandler.flood,
    "/big": RequestHandler.big,
    "/garble": RequestHandler.garble,
}
