"""A library's settings: from the source, from the environment and from a file, and the secrets among them."""

import os
import secrets
import traceback

from flask import Flask, abort, request, session
from werkzeug.debug import DebuggedApplication
from werkzeug.test import Client

# As if somebody had said `export LIBRARY_LOANS=5` and so on before the start.
os.environ.update(LIBRARY_LOANS="5", LIBRARY_DAYS="28", LIBRARY_SUNDAYS="False", FLASK_MOTTO="Read more")

app = Flask(__name__)
app.config.from_mapping(LOANS=3, DAYS=14, SUNDAYS=True)
app.config.from_prefixed_env("LIBRARY")
app.config.from_pyfile("settings.cfg")

PAGE = """<!doctype html><html lang="en"><title>Library</title><h1>The library's settings</h1><ul>
<li><a href="/setting/LOANS">LOANS</a>, <a href="/setting/DAYS">DAYS</a>,
<a href="/setting/SUNDAYS">SUNDAYS</a>, <a href="/setting/MOTTO">MOTTO</a></li>
<li><a href="/new-key">A new key</a></li><li><a href="/login">Log in</a></li>
<li><a href="/fine?card=4000-1234">Pay a fine</a>, which fails;
<a href="/debugged">the same under the debugger</a></li></ul>"""


@app.get("/")
def home():
    return PAGE


@app.get("/setting/<name>")
def setting(name):
    if name == "SECRET_KEY":
        abort(404)
    value = app.config.get(name)
    return {"value": value, "type": type(value).__name__, "counts as": bool(value)}


@app.get("/sundays")
def sundays():
    return {"open": True} if app.config["SUNDAYS"] else {"open": False}


@app.get("/new-key")
def new_key():
    key = secrets.token_hex(16)
    return {"key": key, "characters": len(key), "bytes": len(bytes.fromhex(key))}


@app.get("/login")
def login():
    session["reader"] = "Ada"
    return {"welcome": "Ada"}


def pay(card, kronor):
    bank = {"key": "printed-in-the-source", "open": False}
    if not bank["open"]:
        raise ConnectionError("the bank does not answer")
    return kronor


@app.get("/fine")
def fine():
    try:
        return {"paid": pay(request.args["card"], 20)}
    except ConnectionError:
        return app.response_class(traceback.format_exc(), mimetype="text/plain")  # what a log would get


@app.get("/debugged")
def debugged():
    return Client(DebuggedApplication(lambda environ, start_response: pay("a card", 20))).get("/").text
