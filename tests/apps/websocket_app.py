"""Websockets of Flask-Sock beside ordinary pages."""

from flask import Flask, request
from flask_sock import Sock
from simple_websocket import Server

app = Flask(__name__)
sock = Sock(app)


@sock.route("/echo")  # type: ignore[untyped-decorator]  # it has no type hints
def echo(connection: Server) -> None:
    """Send back each message, until one of them is `stop`."""
    while (message := connection.receive()) != "stop":
        connection.send(message)


@sock.route("/break")  # type: ignore[untyped-decorator]  # it has no type hints
def break_off(connection: Server) -> None:
    """Fail after the first message."""
    raise LookupError(connection.receive())


@app.get("/")
def index() -> str:
    """Answer as ever, whatever the connection was asked to become."""
    return f"page {request.args.get('n', '')}"
