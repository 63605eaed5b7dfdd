"""An app with signals: of Flask and its own, with receivers, without, and with one that fails."""

from typing import Any

from blinker import Namespace
from flask import Flask, request_started

app = Flask(__name__)
own = Namespace()
lit = own.signal("lit")
fog = own.signal("fog")
storm = own.signal("storm")


@request_started.connect_via(app)
def arrived(sender: Any, **extra: Any) -> Any:
    """Receive Flask's own signal."""


@lit.connect
def keeper(sender: Any, **given: Any) -> Any:
    """Receive a signal of the app."""
    return "seen"


@lit.connect
def harbour(sender: Any, **given: Any) -> Any:
    """Receive the same signal."""


@storm.connect
def broken(sender: Any, **given: Any) -> Any:
    """Raise."""
    raise ValueError("no rope")


@app.get("/")
def light() -> Any:
    """Send two signals, one of which has no receiver."""
    lit.send("lighthouse", colour="red", hours=3)
    fog.send("lighthouse")
    return "lit"


@app.get("/storm")
def warn() -> Any:
    """Send a signal whose receiver raises."""
    try:
        storm.send("lighthouse")
    except ValueError as error:
        return str(error)
    return "warned"
