"""The sensor of websockets, in guests that use Flask-Sock and Flask-SocketIO."""

from typing import Any

import pytest
import websocket

from tests.server.probe.conftest import OpenApp
from tests.support.probe_host import SECONDS, ProbeHost, RecordedExchange
from tests.support.socketio_client import exchange_message

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
    exchange_message(host.port)
    exchange = host.exchange(number)
    assert ("message", "in", '42["message","rye"]') in acts(exchange)
    assert ("message", "out", '42["message","echo rye"]') in acts(exchange)
    assert exchange.body("response")["status"] == 101
    assert exchange.bodies("exception") == []
    assert exchange.bodies("probe-fault") == []
