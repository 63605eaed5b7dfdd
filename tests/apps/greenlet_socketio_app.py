"""Flask-SocketIO on the library for greenlets that the environment names."""

# ruff: noqa: E402 - a library for greenlets asks to be called before anything else is imported
import os

LIBRARY = os.environ["GREENLETS"]
if LIBRARY == "gevent":
    from gevent import monkey

    monkey.patch_all()
else:
    import eventlet

    eventlet.monkey_patch()

from flask import Flask
from flask_socketio import SocketIO, send

app = Flask(__name__)
socketio = SocketIO(app, async_mode=LIBRARY)


@socketio.on("message")  # type: ignore[untyped-decorator]  # it has no type hints
def message(text: str) -> None:
    """Send the text back."""
    send(f"echo {text}")
