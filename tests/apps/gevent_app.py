"""An app that gevent has patched, as it says itself in its first line."""

# ruff: noqa: E402 - gevent asks to be called before anything else is imported
from gevent import monkey

monkey.patch_all()

import logging
import threading

import gevent
from flask import Flask

app = Flask(__name__)
arrived = threading.Event()


@app.get("/")
def index() -> str:
    """Log a record and name the kind of thread that answers."""
    logging.getLogger("shop").warning("on a greenlet")
    return type(gevent.getcurrent()).__name__


@app.get("/wait")
def wait() -> str:
    """Answer only once another request has arrived."""
    logging.getLogger("shop").warning("waiting")
    arrived.wait()
    logging.getLogger("shop").warning("released")
    return "released"


@app.get("/release")
def release() -> str:
    """Let the waiting request go on."""
    arrived.set()
    return "arrived"
