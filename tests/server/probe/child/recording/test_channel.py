"""Tests of the channel's queue and its thread."""

import json
import socket
import struct
from collections.abc import Iterator
from typing import Any

import pytest

from server.probe.child.recording import channel as module
from server.probe.child.recording.channel import Channel
from server.probe.child.recording.event import Event


def event(seq: int = 1, body: Any = None, **more: Any) -> Event:
    """Return an event of one exchange."""
    facts: dict[str, Any] = {"exchange": 1, "seq": seq, "kind": "log", "at": 0.001, "took": None}
    return Event(**{**facts, "caller": None, "family": None, "body": body or {}, **more})


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Both ends of a connection: the probe's and the host's."""
    ours, theirs = socket.socketpair()
    theirs.settimeout(10)
    yield ours, theirs
    ours.close()
    theirs.close()


def read(end: socket.socket) -> dict[str, Any]:
    """Return the next message."""
    size = struct.unpack(">I", read_exactly(end, 4))[0]
    message: dict[str, Any] = json.loads(read_exactly(end, size))
    return message


def read_exactly(end: socket.socket, size: int) -> bytes:
    """Return that many bytes."""
    data = b""
    while len(data) < size:
        data += end.recv(size - len(data))
    return data


def test_events_come_in_batches_and_in_order(ends: tuple[socket.socket, socket.socket]) -> None:
    """Those put together are sent together, before the message that follows them."""
    channel = Channel(ends[0])
    for seq in range(1, 4):
        assert channel.put(event(seq))
    channel.put({"type": "end", "exchange": 1})
    sequence: list[int] = []
    while (message := read(ends[1]))["type"] == "events":
        sequence += [envelope["seq"] for envelope in message["events"]]
    assert sequence == [1, 2, 3]
    assert message == {"type": "end", "exchange": 1}


def test_a_full_queue_reports_what_it_loses(
    ends: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guest does not wait for room."""
    monkeypatch.setattr(module, "QUEUE_LIMIT", 2)
    channel = Channel(ends[0])
    large = {"text": "x" * 200_000}
    put = [channel.put(event(seq, large)) for seq in range(200)]
    assert put[:2] == [True, True]
    assert False in put


def test_a_full_queue_has_room_for_the_start_and_the_end_of_an_exchange(
    ends: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without them nothing of it could be shown."""
    monkeypatch.setattr(module, "QUEUE_LIMIT", 0)
    channel = Channel(ends[0])
    assert not channel.put(event(1))
    assert channel.put(event(2)._replace(kind="wsgi"))
    assert channel.put({"type": "end", "exchange": 1})
    monkeypatch.setattr(module, "ESSENTIAL_LIMIT", 0)
    assert not channel.put({"type": "end", "exchange": 1})


def test_large_batches_are_split(ends: tuple[socket.socket, socket.socket]) -> None:
    """No frame is longer than the host accepts."""
    channel = Channel(ends[0])
    for seq in range(1, 11):
        channel.put(event(seq, {"text": "x" * 100_000}))
    sequence: list[int] = []
    while len(sequence) < 10:
        message = read(ends[1])
        assert len(json.dumps(message)) < 1 << 20
        sequence += [envelope["seq"] for envelope in message["events"]]
    assert sequence == list(range(1, 11))


def test_a_closed_connection_is_harmless(ends: tuple[socket.socket, socket.socket]) -> None:
    """`put` then returns False, and `flush` returns at once."""
    channel = Channel(ends[0])
    ends[1].close()
    for _ in range(500):
        channel.put(event())
        channel.flush(0.5)
        if not channel.put(event()):
            break
    else:
        pytest.fail("the channel never noticed")
    channel.flush(0.1)


def test_events_are_sent_though_more_keep_arriving(
    ends: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The thread waits for a quiet moment only a few times."""
    queue_sizes: list[int] = []

    def pause(channel: Channel) -> bool:
        queue_sizes.append(len(channel._queue))
        if channel._open:
            channel.put(event(len(queue_sizes)))
        return False

    monkeypatch.setattr(Channel, "_pause", pause)
    channel = Channel(ends[0])
    channel.put(event(0))
    first = read(ends[1])["events"]
    channel._open = False
    assert first[0]["seq"] == 0
    assert len(first) <= module.BUSY_PAUSES + 1


def test_an_awaited_end_is_sent_without_a_pause(
    ends: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many as were announced; other messages and events wait for a quiet moment."""
    monkeypatch.setattr(module, "PAUSE_SECONDS", 60.0)
    channel = Channel(ends[0])
    channel.expect(2)
    for number in (1, 2, 3):
        channel.put(event(number))
        channel.put({"type": "end", "exchange": number})
        if number == 3:
            ends[1].settimeout(0.2)
            with pytest.raises(TimeoutError):
                read(ends[1])
        else:
            assert read(ends[1])["events"][0]["seq"] == number
            assert read(ends[1]) == {"type": "end", "exchange": number}


def test_a_flush_sends_at_once(ends: tuple[socket.socket, socket.socket]) -> None:
    """The events are on their way when it returns."""
    channel = Channel(ends[0])
    channel.put(event(7))
    channel.flush(1)
    ends[1].setblocking(False)
    assert read(ends[1])["events"][0]["seq"] == 7


def test_a_forked_child_sends_nothing(ends: tuple[socket.socket, socket.socket]) -> None:
    """Its channel is closed and empty."""
    channel = Channel(ends[0])
    channel._reset_after_fork()
    assert channel.put(event()) is False


def test_a_message_for_a_quiet_moment_is_sent_once(ends: tuple[socket.socket, socket.socket]) -> None:
    """After all that was put before; without it where what it reads is broken."""
    channel = Channel(ends[0])
    channel.at_rest = lambda: {"type": "quiet"}
    channel.put({"type": "end", "exchange": 1})
    assert [read(ends[1])["type"] for _ in range(2)] == ["end", "quiet"]
    channel.at_rest = lambda: {"type": str(1 / 0)}
    channel.put({"type": "end", "exchange": 2})
    assert read(ends[1]) == {"type": "end", "exchange": 2}


def test_many_events_are_sent_whole_though_other_threads_run_meanwhile(
    ends: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pauses come between slices, and none after a while."""
    pauses: list[float] = []
    monkeypatch.setattr(module, "SLICE_SECONDS", 0.0)
    monkeypatch.setattr(module, "sleep", pauses.append)
    channel = Channel(ends[0])
    for seq in range(1, 51):
        channel.put(event(seq))
    sequence: list[int] = []
    while len(sequence) < 50:
        sequence += [envelope["seq"] for envelope in read(ends[1])["events"]]
    assert sequence == list(range(1, 51))
    assert 0 < len(pauses) <= 50
