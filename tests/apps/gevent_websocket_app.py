"""Flask-SocketIO and Flask-Sock in an app that gevent has patched."""

# ruff: noqa: E402 - gevent asks to be called before anything else is imported
from gevent import monkey

monkey.patch_all()

from flask import Flask
from flask_sock import Sock
from flask_socketio import SocketIO, send
from simple_websocket import Server

app = Flask(__name__)
sock = Sock(app)
socketio = SocketIO(app, async_mode="gevent")


@sock.route("/echo")  # type: ignore[untyped-decorator]  # it has no type hints
def echo(connection: Server) -> None:
    """Send back each message, until one of them is `stop`."""
    while (message := connection.receive()) != "stop":
        connection.send(message)


@socketio.on("message")  # type: ignore[untyped-decorator]  # it has no type hints
def message(text: str) -> None:
    """Send the text back."""
    send(f"echo {text}")
