"""Tests of how an application is served until the host closes the channel."""

import socket
from typing import Any

import pytest

from server.probe.child.guest import serving
from server.probe.child.guest.serving import Serving, follow_host
from server.probe.child.recording.probe import Probe
from tests.support.recording_channel import RecordingChannel


class Channel(RecordingChannel):
    """A channel that also notes what is expected and flushed."""

    def __init__(self) -> None:
        super().__init__()
        self.expected: list[int] = []
        self.flushed = 0

    def expect(self, count: int) -> None:
        """Note how many ends the host waits for."""
        self.expected.append(count)

    def flush(self, seconds: float) -> None:
        """Count the calls."""
        self.flushed += 1


class Server:
    """A server that notes whether it ran and was stopped."""

    port = 4711
    label = "counter 1.0"

    def __init__(self) -> None:
        self.calls: list[str] = []

    def run(self) -> None:
        """Return at once."""
        self.calls.append("run")

    def stop(self) -> None:
        """Note it."""
        self.calls.append("stop")


def test_the_host_is_told_before_the_server_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kind that was asked for is passed on; what is queued is sent at the end."""
    server, asked, followed = Server(), [], []

    def open_server(app: Any, **options: Any) -> Server:
        asked.append(options)
        return server

    monkeypatch.setattr(serving, "open_server", open_server)
    monkeypatch.setattr(serving, "start_thread", lambda *call: followed.append(call))
    monkeypatch.setattr(serving, "states", lambda *_, **__: [])
    channel = Channel()
    probe = Probe(channel, None, "There is no Flask.")  # type: ignore[arg-type]  # it has all that is needed
    connection: Any = object()
    order = {"threads": 9, "waitress": ""}
    Serving(channel, connection, order, probe, {}).serve(lambda *_: [], kind="gevent")  # type: ignore[arg-type]
    assert asked == [{"threads": 9, "lent_waitress": None, "kind": "gevent", "wanted_port": 0}]
    assert (channel.items[0]["type"], channel.items[0]["port"]) == ("ready", 4711)
    assert channel.items[0]["server"] == "counter 1.0"
    assert followed == [(follow_host, connection, channel, server, 9)]
    assert (server.calls, channel.expected, channel.flushed) == (["run"], [1], 1)


def test_each_announced_request_is_counted_until_the_host_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then the server is stopped, and the process ends later in any case."""
    later: list[float] = []
    monkeypatch.setattr(serving, "exit_later", later.append)
    ours, theirs = socket.socketpair()
    theirs.sendall(b"!?!")
    theirs.close()
    channel, server = Channel(), Server()
    follow_host(ours, channel, server, 4)  # type: ignore[arg-type]  # they have all that is needed
    ours.close()
    assert sum(channel.expected) == 3
    assert [(item["type"], item["threads"]) for item in channel.items[-1:]] == [("stacks", 4)]
    assert (server.calls, later) == (["stop"], [serving.SHUTDOWN_SECONDS])
