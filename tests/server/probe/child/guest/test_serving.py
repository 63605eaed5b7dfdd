"""Tests of how an application is served until the host closes the channel."""

import socket
import threading
from typing import Any

import pytest

from server.probe.child.guest import serving
from server.probe.child.guest.serving import Serving
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
    guest = Serving(channel, connection, order, probe, {})  # type: ignore[arg-type]
    assert followed == [(guest.follow_host,)]
    guest.serve(lambda *_: [], kind="gevent")
    assert asked == [{"threads": 9, "lent_waitress": None, "kind": "gevent", "wanted_port": 0}]
    assert (channel.items[0]["type"], channel.items[0]["port"]) == ("ready", 4711)
    assert channel.items[0]["server"] == "counter 1.0"
    assert (server.calls, channel.expected, channel.flushed) == (["run"], [1], 1)


def follow(asked: bytes, channel: Channel, monkeypatch: pytest.MonkeyPatch) -> tuple[Serving, list[float]]:
    """Follow a host that asks for this and closes the channel; return when the process would end."""
    later: list[float] = []
    monkeypatch.setattr(serving, "exit_later", later.append)
    monkeypatch.setattr(serving, "start_thread", lambda *_: None)
    ours, theirs = socket.socketpair()
    theirs.sendall(asked)
    theirs.close()
    anything: Any = None
    guest = Serving(channel, ours, {"threads": 4}, anything, {})  # type: ignore[arg-type]  # it has all needed
    return guest, later


def test_each_announced_request_is_counted_until_the_host_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then the server is stopped, and the process ends later in any case."""
    channel, server = Channel(), Server()
    guest, later = follow(b"!?!", channel, monkeypatch)
    guest._server = server  # type: ignore[assignment]  # it has all that is needed
    guest.follow_host()
    guest._connection.close()
    assert sum(channel.expected) == 3
    (message,) = channel.items
    assert (message["type"], message["threads"]) == ("stacks", 4)
    assert all(stack["exchange"] for stack in message["stacks"])
    assert (server.calls, later) == (["stop"], [serving.SHUTDOWN_SECONDS])


def test_saved_templates_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once for what arrives together, and nothing is expected for it; what fails does not end the thread."""
    channel, calls = Channel(), []

    def forget() -> None:
        calls.append("forget")
        raise LookupError("no cache")

    guest, _ = follow(b"~!~", channel, monkeypatch)
    monkeypatch.setattr(serving, "forget_templates", forget)
    guest.follow_host()
    guest._connection.close()
    assert calls == ["forget"]
    assert sum(channel.expected) == 1


def test_while_the_app_is_loaded_its_stack_is_that_of_the_loading_thread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """There is no server to stop then."""
    channel = Channel()
    guest, later = follow(b"?", channel, monkeypatch)
    thread = threading.Thread(target=guest.follow_host)
    thread.start()
    thread.join()
    guest._connection.close()
    (message,) = channel.items
    stack = message["stacks"][0]
    assert (stack["exchange"], stack["thread"]) == (0, None)
    assert stack["frames"]
    assert later == [serving.SHUTDOWN_SECONDS]
