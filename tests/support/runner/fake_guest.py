"""A guest that uses docs/channel.md and behaves as its target says, well or badly; standard library only.

`app` in `load` chooses one of BEHAVIOURS. One that serves answers each path as fake_requests.py defines.
"""

import http.server
import json
import os
import signal
import socketserver
import struct
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

# The environment of a guest does not contain the path of the tests.
sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from tests.support.runner.fake_channel import Channel, shake_hands
from tests.support.runner.fake_requests import RequestHandler


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    """Serve each request in a thread of its own."""

    daemon_threads = True
    request_queue_size = 64


def serve(channel: Channel) -> None:
    """Report ready, and serve until the host closes the channel."""
    RequestHandler.channel = channel
    server = Server(("127.0.0.1", 0), RequestHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    channel.send(
        {
            "type": "ready",
            "port": server.server_port,
            "server": "fake 1.0",
            "framework": "flask",
            "sensors": [{"name": "sql", "state": "absent", "why": "SQLAlchemy is not installed"}],
            "routes": [{"rule": "/ok", "endpoint": "ok", "methods": ["GET"], "arguments": []}],
            "packages": {"flask": "3.1.3", "werkzeug": None},
            "origin": {
                "interpreter": "/usr/bin/python3",
                "working_directory": "/shop",
                "object": "app:app",
                "file": "/shop/app.py",
                "line": 3,
            },
        }
    )
    channel.read()


def serve_stubbornly(channel: Channel) -> None:
    """Serve, and ignore SIGTERM."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    threading.Thread(target=serve, args=(channel,), daemon=True).start()
    while True:
        time.sleep(600)


def fail(channel: Channel) -> None:
    """Report that the app could not be loaded, as the probe does."""
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
    """Report neither ready nor failed."""
    print("importing", flush=True)
    time.sleep(600)


def leave(channel: Channel) -> None:
    """End with an exit code and some output."""
    print("Traceback (most recent call last):\nValueError: bad config", flush=True)
    os._exit(7)


def hang_up(channel: Channel) -> None:
    """Close the channel and go on running."""
    channel.connection.close()
    time.sleep(600)


def send_raw(data: bytes) -> Callable[[Channel], None]:
    """Return a behaviour that sends a frame which is not a message."""

    def behave(channel: Channel) -> None:
        channel.raw(data)
        time.sleep(600)

    return behave


def announce_long_frame(channel: Channel) -> None:
    """Send the header of a frame that is longer than the limit."""
    channel.connection.sendall(struct.pack(">I", (1 << 20) + 1))
    time.sleep(600)


BEHAVIOURS: dict[str, Callable[[Channel], None]] = {
    "serve": serve,
    "stubborn": serve_stubbornly,
    "fail": fail,
    "sleep": sleep,
    "leave": leave,
    "hang-up": hang_up,
    "garbage": send_raw(b"\xff\x00 not json"),
    "unknown-type": send_raw(b'{"type": "please-run", "code": "1+1"}'),
    "bad-event": send_raw(b'{"type": "events", "events": [{"kind": "wsgi"}]}'),
    "too-long": announce_long_frame,
}


def main() -> None:
    """Connect to the host, and behave as its `load` says."""
    line = json.loads(sys.stdin.readline())
    channel = Channel(line["host_port"])
    shake_hands(channel, bytes.fromhex(line["key"]))
    load = channel.read()
    BEHAVIOURS[load["app"]](channel)


if __name__ == "__main__":
    main()
