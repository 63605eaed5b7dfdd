"""A guest that speaks docs/channel.md and does what its target says, good or bad; standard library only.

`app` in `load` chooses one of DEEDS. One that serves answers each path as fake_requests.py has it.
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

# A guest's environment says nothing of where these tests lie.
sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from tests.server.runner.fake_channel import Channel, shake_hands
from tests.server.runner.fake_requests import Requests


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
    """Call the host, and do as told."""
    line = json.loads(sys.stdin.readline())
    channel = Channel(line["host_port"])
    shake_hands(channel, bytes.fromhex(line["key"]))
    load = channel.read()
    DEEDS[load["app"]](channel)


if __name__ == "__main__":
    main()
