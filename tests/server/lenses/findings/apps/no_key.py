"""A session in an app without a secret key."""

from flask import Flask, session

app = Flask(__name__)


@app.get("/change")
def change() -> str:
    """Change the session."""
    session["seen"] = True
    return "changed"


@app.get("/read")
def read() -> str:
    """Read the session, which is empty."""
    return str(session.get("seen"))
