"""The smallest app."""

from flask import Flask

app = Flask(__name__)


@app.route("/")
def index() -> str:
    """Say hello."""
    return "Hello"
