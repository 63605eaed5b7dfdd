"""A bakery's new pages: Jinja is called by this file, and this file is called by Flask."""

import sys
from collections import deque

from flask import Flask, g, url_for
from jinja2 import Template
from shop import old_shop
from werkzeug.middleware.dispatcher import DispatcherMiddleware

app = Flask(__name__)
app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {"/old": old_shop})
called = deque(maxlen=1)


def callers():
    """Whose code is waiting for the line that asks, the outermost first."""
    frame, found = sys._getframe(1), []
    while frame:
        module = frame.f_globals.get("__name__", "").partition(".")[0]
        who = f"this file, {frame.f_code.co_name}" if frame.f_globals is globals() else module
        if who and who[0] != "_" and who not in found[-1:]:  # without what watches, or was made on the way
            found.append(who)
        frame = frame.f_back
    return found[::-1]


@app.before_request
def greet():
    g.greeted = True


@app.get("/")
def home():
    links = [url_for(name) for name in ("hours", "by_hand", "receipt", "read")]
    items = "".join(f'<li><a href="{link}">{link}</a></li>' for link in [*links, "/old/"])
    return f'<!doctype html><html lang="en"><title>Bakery</title><h1>The bakery</h1><ul>{items}</ul>'


@app.get("/hours")
def hours():
    called.append("hours")
    return {"open": "7 to 18", "callers": callers()}


@app.get("/by-hand")
def by_hand():
    return {"hours": hours()}


@app.get("/receipt")
def receipt():
    asked = []

    def three():
        asked.extend(callers())
        return 3

    text = Template("{{ three() }} loaves of rye").render(three=three)
    return {"text": text, "callers": asked}


@app.get("/read")
def read():
    return {"called while the file was read": called_while_read}


called_while_read = len(called)
