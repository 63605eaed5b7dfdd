"""Websockets of eventlet and of gevent-websocket."""

import pytest

from server.probe.child.recording.recorder import Recorder
from server.probe.child.recording.wsgi_call import Call
from server.probe.child.sensors.websocket.green_connections import GreenConnections
from server.probe.child.sensors.websocket.watched_connection import WatchedConnections
from tests.environments import environment
from tests.server.probe.conftest import LoadApp
from tests.support.recording_channel import RecordingChannel
from tests.support.socketio_client import exchange_message


class FakeConnection:
    """A connection of one of the libraries."""

    def __init__(self, sock: object, environ: dict[str, str]) -> None:
        self.sent: list[object] = []

    def send(self, message: object, **options: int) -> None:
        """Keep what was sent."""
        self.sent.append(message)

    def wait(self) -> str | None:
        """Return what arrived."""
        return "barley"


FakeConnection.__module__ = "geventwebsocket.websocket"


def test_messages_are_reported_for_connections_of_a_request_only() -> None:
    """Not for a client's connection, and no pong or close of eventlet; at the end all are forgotten."""
    channel = RecordingChannel()
    recorder = Recorder(channel)  # type: ignore[arg-type]  # it has all that is needed
    connections = WatchedConnections()
    green = GreenConnections(connections)
    send, wait = green.wrap_send(FakeConnection.send), green.wrap_receive(FakeConnection.wait)
    init = green.wrap_init(FakeConnection.__init__)
    exchange = recorder.start_exchange()
    try:
        server, client = FakeConnection(None, {}), FakeConnection(None, {})
        init(server, None, {"HTTP_UPGRADE": "websocket"})
        init(client, None, {})
        call = Call(exchange, {"wsgi.websocket": FakeConnection(None, {})})
        green.on_request(call)
    finally:
        Recorder.set_current(None)
    for connection in (server, client):
        send(connection, "rye")
        send(connection, b"pong", control_code=10)
        assert connection.sent == ["rye", b"pong"]
        assert wait(connection) == "barley"
    bodies = [event.body for event in channel.events("websocket")]
    assert [(body["act"], body["direction"], body["text"]) for body in bodies] == [
        ("opened", "out", None),
        ("opened", "out", None),
        ("message", "out", "rye"),
        ("message", "in", "barley"),
    ]
    connections.on_close(call)
    assert connections.find(server) is None


@pytest.mark.environments
@pytest.mark.parametrize("library", ["eventlet", "gevent"])
def test_flask_socketio_on_greenlets_is_observed(load: LoadApp, library: str) -> None:
    """Each with its own library for websockets: the opening and every message are reported."""
    host, ready = load(
        "greenlet_socketio_app.py", python=environment("greenlets"), env={"GREENLETS": library}
    )
    assert ready["server"].startswith(library)
    exchange_message(host.port)
    exchange = host.exchange(1)
    acts = [(body["act"], body["direction"], body["text"]) for body in exchange.bodies("websocket")]
    assert acts[0] == ("opened", "out", None)
    assert acts[-2:] == [
        ("message", "in", '42["message","rye"]'),
        ("message", "out", '42["message","echo rye"]'),
    ]
    assert exchange.bodies("probe-fault") == []
