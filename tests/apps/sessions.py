"""What can happen to a session and to cookies."""

from __future__ import annotations

from typing import Any

from flask import Flask, make_response, session

app = Flask(__name__)
app.secret_key = "a key for tests"  # it signs nothing of worth


@app.route("/untouched")
def untouched() -> str:
    """Leaves the session alone."""
    return "untouched"


@app.route("/read")
def read() -> str:
    """Only looks."""
    return str(session.get("name"))


@app.route("/set")
def write() -> str:
    """Assigns two keys."""
    session["name"] = "Ann"
    session["cart"] = ["apple"]
    return "set"


@app.route("/nested")
def nested() -> str:
    """Changes a list inside, which the session cannot notice."""
    session["cart"].append("pear")
    return "nested"


@app.route("/nested-saved")
def nested_saved() -> str:
    """Changes a list inside and says so."""
    session["cart"].append("plum")
    session.modified = True
    return "nested"


@app.route("/remove")
def remove() -> str:
    """Takes a key away and changes another."""
    session.pop("cart")
    session["name"] = "Ben"
    session.permanent = True
    return "removed"


@app.route("/big")
def big() -> Any:
    """Sets a cookie that browsers throw away, and one that deletes."""
    response = make_response("big")
    response.headers.add("Set-Cookie", "big=" + "x" * 4100 + "; Path=/")
    response.set_cookie("small", "1", httponly=True, samesite="Lax", max_age=60)
    response.delete_cookie("old")
    return response
