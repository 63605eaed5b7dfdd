"""An app that changes its session, its cookies and its flash messages in each possible way."""

from __future__ import annotations

import inspect
from typing import Any

import flask
from flask import Flask, flash, get_flashed_messages, make_response, session

app = Flask(__name__)
app.secret_key = "a key for tests"  # it signs nothing of worth


@app.route("/untouched")
def untouched() -> str:
    """Leave the session alone."""
    return "untouched"


@app.route("/read")
def read() -> str:
    """Read the session."""
    return str(session.get("name"))


@app.route("/set")
def write() -> str:
    """Assign two keys."""
    session["name"] = "Ann"
    session["cart"] = ["apple"]
    return "set"


@app.route("/nested")
def nested() -> str:
    """Change a list in the session, which the session cannot notice."""
    session["cart"].append("pear")
    return "nested"


@app.route("/nested-saved")
def nested_saved() -> str:
    """Change a list in the session, and mark the session modified."""
    session["cart"].append("plum")
    session.modified = True
    return "nested"


@app.route("/remove")
def remove() -> str:
    """Remove one key and change another."""
    session.pop("cart")
    session["name"] = "Ben"
    session.permanent = True
    return "removed"


@app.route("/big")
def big() -> Any:
    """Set a cookie that browsers ignore, a small one, and one that deletes."""
    response = make_response("big")
    response.headers.add("Set-Cookie", "big=" + "x" * 4100 + "; Path=/")
    response.set_cookie("small", "1", httponly=True, samesite="Lax", max_age=60)
    response.delete_cookie("old")
    return response


@app.route("/flash")
def put_aside() -> str:
    """Put a flash message."""
    flash("<b>Baked.</b>", "ok")
    return "put"


@app.route("/flashed")
def flashed() -> str:
    """Take the flash messages, in three ways."""
    found = get_flashed_messages()
    get_flashed_messages(category_filter=["bad"])
    get_flashed_messages(with_categories=True)
    return str(found)


@app.route("/identity")
def identity() -> str:
    """Return whether `flash` looks like the documented function."""
    same = flask.flash is flask.helpers.flash is flash
    return f"{flash.__name__} {same} {str(inspect.signature(flash)).startswith('(message')}"
