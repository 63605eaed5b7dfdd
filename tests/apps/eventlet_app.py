"""An app that eventlet has patched, as it says itself in its first line."""

# ruff: noqa: E402 - eventlet asks to be called before anything else is imported
import eventlet

eventlet.monkey_patch()

import logging
import threading

from flask import Flask

app = Flask(__name__)
arrived = threading.Event()


@app.get("/")
def index() -> str:
    """Log a record and name the kind of thread that answers."""
    logging.getLogger("shop").warning("on a green thread")
    return type(eventlet.getcurrent()).__name__


@app.get("/wait")
def wait() -> str:
    """Answer only once another request has arrived."""
    arrived.wait()
    return "released"


@app.get("/release")
def release() -> str:
    """Let the waiting request go on."""
    arrived.set()
    return "arrived"
