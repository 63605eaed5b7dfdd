"""An app with no secret key that wants a session."""

from flask import Flask, session

app = Flask(__name__)


@app.route("/")
def index() -> str:
    """Fails to write."""
    session["a"] = 1
    return "never"
