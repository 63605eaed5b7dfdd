"""The smallest Flask app."""

from flask import Flask

app = Flask(__name__)


@app.route("/")
def index() -> str:
    """Answer."""
    return "Hello"
