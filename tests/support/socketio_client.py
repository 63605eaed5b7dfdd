"""A client that talks to the apps of the tests on Flask-SocketIO, over a websocket from the start."""

import websocket

from tests.support.probe_host import SECONDS


def exchange_message(port: int) -> None:
    """Connect, send the message `rye` and receive its echo; the connection is closed at the end."""
    address = f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket"
    client = websocket.create_connection(address, timeout=SECONDS)
    assert str(client.recv()).startswith("0{")  # Engine.IO is open
    client.send("40")
    assert str(client.recv()).startswith("40{")  # Socket.IO is connected
    client.send('42["message","rye"]')
    assert client.recv() == '42["message","echo rye"]'
    client.close()
    client.shutdown()  # type: ignore[no-untyped-call]
