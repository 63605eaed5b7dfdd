"""An app with a view that never answers."""

import threading

from flask import Flask

app = Flask(__name__)


@app.route("/")
def index() -> str:
    """Wait without end."""
    print("hanging", flush=True)
    threading.Event().wait()
    return "never"
