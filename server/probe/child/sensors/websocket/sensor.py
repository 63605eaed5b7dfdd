"""The sensor of websockets: their opening, each message with its direction, pings and the close."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..sensor import Library, Sensor
from .green_connections import GreenConnections
from .watched_connection import KIND, WatchedConnections
from .wsproto_connections import WsprotoConnections

if TYPE_CHECKING:
    from ...recording.probe import Probe
    from ...recording.wsgi_call import Call


def on_request(call: Call) -> None:
    """Remember the call of a request that asks for a websocket."""
    if str(call.environ.get("HTTP_UPGRADE", "")).lower() == "websocket":
        call.exchange.data[KIND] = call


def attach(probe: Probe) -> None:
    """Watch the connections of every library that is known."""
    connections = WatchedConnections()
    green = GreenConnections(connections)
    green.attach()
    WsprotoConnections(probe, connections).attach()
    probe.on_request += [(KIND, on_request), (KIND, green.on_request)]
    probe.on_close.append((KIND, connections.on_close))


SENSOR = Sensor(
    KIND,
    attach,
    libraries=(
        Library("wsproto", "simple-websocket"),
        Library("geventwebsocket", "gevent-websocket"),
        Library("eventlet", "eventlet"),
    ),
)
