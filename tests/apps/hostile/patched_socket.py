"""An app that replaces what clients do with sockets, as libraries do that forbid the network in tests."""

import socket
from typing import Any

from flask import Flask

app = Flask(__name__)


@app.get("/")
def index() -> str:
    """Answer."""
    return "answered"


def forbidden(*args: Any, **kwargs: Any) -> Any:
    """Fail."""
    raise RuntimeError("the network is forbidden")


socket.create_connection = forbidden
socket.socketpair = forbidden
for name in ("sendall", "connect", "__enter__", "__exit__"):
    setattr(socket.socket, name, forbidden)
