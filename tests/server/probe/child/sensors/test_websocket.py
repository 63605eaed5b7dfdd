"""The sensor of websockets, in guests that use Flask-Sock and Flask-SocketIO."""

from typing import Any

import pytest
import websocket
from wsproto.events import CloseConnection, TextMessage

from server.probe.child.recording.recorder import Exchange
from server.probe.child.sensors.websocket import TEXT_LIMIT, WatchedConnection, handshake_of
from tests.server.probe.conftest import OpenApp
from tests.support.probe_host import SECONDS, ProbeHost, RecordedExchange
from tests.support.recording_channel import RecordingChannel

Act = tuple[str, str, str | None]


def acts(exchange: RecordedExchange) -> list[Act]:
    """Return act, direction and text of each event."""
    return [(body["act"], body["direction"], body["text"]) for body in exchange.bodies("websocket")]


def speak(host: ProbeHost, path: str, *messages: str | bytes, **options: Any) -> RecordedExchange:
    """Open a websocket, have each message sent back, and return the finished exchange."""
    number = len(host._exchanges) + 1
    client = websocket.create_connection(f"ws://127.0.0.1:{host.port}{path}", timeout=SECONDS, **options)
    for message in messages:
        client.send(message, 2 if isinstance(message, bytes) else 1)
        assert client.recv() == message
    client.send("stop")
    client.recv()
    client.shutdown()  # type: ignore[no-untyped-call]
    return host.exchange(number)


@pytest.mark.parametrize("app", ["websocket_app.py", "gevent_websocket_app.py"])
def test_each_message_is_an_event_of_the_exchange(own_app: OpenApp, app: str) -> None:
    """With its direction, and the line of the view for what was sent."""
    exchange = speak(own_app(app), "/echo", "rye", b"\x00\x01")
    seen = acts(exchange)
    assert seen[:6] == [
        ("opened", "out", None),
        ("message", "in", "rye"),
        ("message", "out", "rye"),
        ("message", "in", None),
        ("message", "out", None),
        ("message", "in", "stop"),
    ]
    assert ("closed", "out", None) in seen
    sent = exchange.bodies("websocket")[4]
    assert (sent["type"], sent["size"]) == ("binary", 2)
    events = [event for event in exchange.events if event["kind"] == "websocket"]
    assert (events[1]["caller"], events[2]["caller"]["function"]) == (None, "echo")
    assert exchange.bodies("probe-fault") == []


def test_the_response_is_the_one_that_was_sent(own_app: OpenApp) -> None:
    """What the app returns after the websocket is not."""
    exchange = speak(own_app("websocket_app.py"), "/echo")
    response = exchange.body("response")
    assert exchange.event("response")["took"] < exchange.event("view")["took"]
    assert (response["status"], response["reason"]) == (101, "Switching Protocols")
    assert ["Upgrade", "websocket"] in response["headers"]
    assert response["streamed"] is False


@pytest.mark.parametrize("app", ["socketio_app.py", "gevent_websocket_app.py"])
def test_flask_socketio_speaks_websocket(own_app: OpenApp, app: str) -> None:
    """That the server answers nothing after the websocket is no failure of the app."""
    host = own_app(app)
    number = len(host._exchanges) + 1
    path = "/socket.io/?EIO=4&transport=websocket"
    client = websocket.create_connection(f"ws://127.0.0.1:{host.port}{path}", timeout=SECONDS)
    assert str(client.recv()).startswith("0{")  # Engine.IO is open
    client.send("40")
    assert str(client.recv()).startswith("40{")  # Socket.IO is connected
    client.send('42["message","rye"]')
    assert client.recv() == '42["message","echo rye"]'
    client.close()
    client.shutdown()  # type: ignore[no-untyped-call]
    exchange = host.exchange(number)
    assert ("message", "in", '42["message","rye"]') in acts(exchange)
    assert ("message", "out", '42["message","echo rye"]') in acts(exchange)
    assert exchange.body("response")["status"] == 101
    assert exchange.bodies("exception") == []
    assert exchange.bodies("probe-fault") == []


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


def test_the_handshake_is_read_from_the_bytes_that_were_sent() -> None:
    """Names of headers are written as everywhere else."""
    data = b"HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nX-Empty:\r\n\r\nrest"
    assert handshake_of(data) == (
        "101 Switching Protocols",
        [("Upgrade", "websocket"), ("X-Empty", "")],
    )
