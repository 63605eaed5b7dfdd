"""Tests of the events of one websocket."""

from typing import Any

from wsproto.events import BytesMessage, CloseConnection, Ping, TextMessage

from server.probe.child.recording.recorder import Exchange
from server.probe.child.sensors.websocket.watched_connection import TEXT_LIMIT, WatchedConnection
from tests.support.recording_channel import RecordingChannel


def observe(*events: Any) -> list[dict[str, Any]]:
    """Return what is reported of these events of wsproto."""
    channel = RecordingChannel()
    watched = WatchedConnection(Exchange(1, channel))  # type: ignore[arg-type]  # it has all that is needed
    for event in events:
        watched.observe(event, "in")
    return [event.body for event in channel.events("websocket")]


def test_a_message_in_parts_is_one_event() -> None:
    """It is reported when its last part is there."""
    parts = [TextMessage(data="ry", message_finished=False), TextMessage(data="é")]
    (body,) = observe(*parts)
    assert (body["text"], body["size"], body["cut"]) == ("ryé", 4, False)
    assert observe(parts[0]) == []


def test_of_a_long_message_the_beginning_is_kept() -> None:
    """Its size is that of the whole."""
    long = [TextMessage(data="x" * TEXT_LIMIT, message_finished=False)] * 3
    body, after = observe(*long, TextMessage(data=""), TextMessage(data="y"))
    assert (len(body["text"]), body["size"], body["cut"]) == (TEXT_LIMIT, 3 * TEXT_LIMIT, True)
    assert (after["text"], after["size"]) == ("y", 1)


def test_a_close_has_its_code_and_reason() -> None:
    """The reason may be missing."""
    bodies = observe(CloseConnection(code=1008, reason="too late"), CloseConnection(code=1000))
    assert [(body["code"], body["text"]) for body in bodies] == [(1008, "too late"), (1000, None)]


def test_bytes_are_counted_and_not_kept() -> None:
    """A ping has the size of what it carries."""
    bodies = observe(BytesMessage(data=b"abc"), Ping(payload=b"12"))
    assert [(body["act"], body["type"], body["text"], body["size"]) for body in bodies] == [
        ("message", "binary", None, 3),
        ("ping", None, None, 2),
    ]


def test_a_message_that_is_neither_text_nor_bytes_is_ignored() -> None:
    """Libraries pass on what the app gave them."""
    channel = RecordingChannel()
    watched = WatchedConnection(Exchange(1, channel))  # type: ignore[arg-type]  # it has all that is needed
    for data in (None, 7, "rye", bytearray(b"ab")):
        watched.message(data, "out")
    assert [event.body["size"] for event in channel.events("websocket")] == [3, 2]
