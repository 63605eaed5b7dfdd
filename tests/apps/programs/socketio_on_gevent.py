"""A program that serves Flask-SocketIO with gevent, which has patched nothing."""

from flask import Flask
from flask_socketio import SocketIO, send

app = Flask(__name__)
socketio = SocketIO(app, async_mode="gevent")


@socketio.on("message")  # type: ignore[untyped-decorator]  # it has no type hints
def message(text: str) -> None:
    """Send the text back."""
    send(f"echo {text}")


socketio.run(app, port=1)
print("the server has ended", flush=True)
