"""A lighthouse: signals of Flask's and of its own, heard by some, by nobody, and by one that fails."""

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
    """Hear that a request begins."""


@lit.connect
def keeper(sender: Any, **given: Any) -> Any:
    """Hear of the light."""
    return "seen"


@lit.connect
def harbour(sender: Any, **given: Any) -> Any:
    """Hear of the light, too."""


@storm.connect
def broken(sender: Any, **given: Any) -> Any:
    """Fail."""
    raise ValueError("no rope")


@app.get("/")
def light() -> Any:
    """Light it."""
    lit.send("lighthouse", colour="red", hours=3)
    fog.send("lighthouse")
    return "lit"


@app.get("/storm")
def warn() -> Any:
    """Warn, in vain."""
    try:
        storm.send("lighthouse")
    except ValueError as error:
        return str(error)
    return "warned"
