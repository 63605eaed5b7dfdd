"""An app that uses the session without a secret key."""

from flask import Flask, session

app = Flask(__name__)


@app.route("/")
def index() -> str:
    """Write to the session, which raises."""
    session["a"] = 1
    return "never"
