"""A bakery on bare WSGI: a Flask app, a handwritten one, and the middleware around both."""

import sys
import time

from flask import Flask, has_request_context, request
from werkzeug.test import create_environ

app = Flask(__name__)

PAGE = """<!doctype html><html lang="en"><title>Bakery</title><h1>The bakery</h1><ul>
<li><a href="/prices">Prices</a>, from an app written by hand</li>
<li><a href="/oven">Three loaves</a>, sent as they come out of the oven</li>
<li><a href="/environ/loaf">What environ holds</a></li>
<li><a href="/by-hand">This page again</a>, by calling the app like a function</li></ul>"""


@app.route("/")
def window():
    return PAGE


@app.route("/environ/<path:anything>", methods=["GET", "POST"])
def unpack(anything):
    strings = {name: value for name, value in request.environ.items() if isinstance(value, str)}
    return {"strings": strings, "way": request.environ["bakery.way"]}


@app.route("/order", methods=["POST"])
def order():
    return {"loaf": request.form.get("loaf")}


@app.route("/oven")
def oven():
    return app.response_class(Loaves(), mimetype="text/plain")


@app.route("/by-hand")
def by_hand():
    told = []
    chunks = app(create_environ("/"), lambda status, headers, exc_info=None: told.append(status))
    return {"status": told[0], "page": b"".join(chunks).decode()}


class Loaves:
    """An iterable with a close: WSGI asks for no more of a body."""

    def __iter__(self):
        for number in (1, 2, 3):
            time.sleep(0.005)
            app.logger.warning("loaf %s is baked", number)
            yield b"A loaf.\n"

    def close(self):
        app.logger.warning("the oven is off")


def price_list(environ, start_response):
    """A whole WSGI application: no Flask, no class, one function."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    if environ["QUERY_STRING"] == "sold-out":
        start_response("503 Service Unavailable", [("Content-Type", "text/plain")], no_bread())
    return [b"Rye 30\nSpelt 35\n"]


def no_bread():
    try:
        raise LookupError("no bread left")
    except LookupError:
        return sys.exc_info()


class Door:
    """Middleware: an application to the server, a server to the application inside."""

    def __init__(self, inner, name):
        self.inner = inner
        self.name = name

    def __call__(self, environ, start_response):
        environ["bakery.way"] = [*environ.get("bakery.way", []), self.name]
        inside = has_request_context()
        if environ["QUERY_STRING"] == "taste":
            environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))

        def stamped(status, headers, exc_info=None):
            return start_response(status, [*headers, (f"X-{self.name}", f"request: {inside}")], exc_info)

        answer = price_list if environ["PATH_INFO"] == "/prices" else self.inner
        return answer(environ, stamped)


app.wsgi_app = Door(app.wsgi_app, "Shop")
app.wsgi_app = Door(app.wsgi_app, "Street")
