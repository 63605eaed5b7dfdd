"""Tests of what is read of wsproto's own bytes."""

from server.probe.child.sensors.websocket.wsproto_connections import handshake_of


def test_the_handshake_is_read_from_the_bytes_that_were_sent() -> None:
    """Names of headers are written as everywhere else."""
    data = b"HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nX-Empty:\r\n\r\nrest"
    assert handshake_of(data) == (
        "101 Switching Protocols",
        [("Upgrade", "websocket"), ("X-Empty", "")],
    )
