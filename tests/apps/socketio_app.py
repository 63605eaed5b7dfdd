"""Flask-SocketIO on threads."""

from flask import Flask
from flask_socketio import SocketIO, send

app = Flask(__name__)
socketio = SocketIO(app, async_mode="threading")


@socketio.on("message")  # type: ignore[untyped-decorator]  # it has no type hints
def message(text: str) -> None:
    """Send the text back."""
    send(f"echo {text}")
