"""A theatre's cloakroom: two coats may look alike (==) and still be two coats (is)."""

import sys
import threading
import warnings

from flask import Flask, request

app = Flask(__name__)
listening = threading.Lock()

TRY = ["/coats", "/number/7", "/number/1000", "/name/Ada", "/literals", "/wild", "/nan", "/places"]


class WildTicket:
    """A ticket of the director's: it says that it equals whatever it is held against."""

    __hash__ = None

    def __eq__(self, other):
        return True


def compare(first, second):
    return {"equal": first == second, "same": first is second}


@app.get("/")
def home():
    items = "".join(f'<li><a href="{path}">{path}</a></li>' for path in TRY)
    return f'<!doctype html><html lang="en"><title>Cloakroom</title><h1>The cloakroom</h1><ul>{items}</ul>'


@app.get("/coats")
def coats():
    ada = ["black", "wool"]
    grace = ["black", "wool"]
    return compare(ada, grace)


@app.get("/number/<text>")
def number(text):
    return compare(int(text), int(text))


@app.get("/name/<name>")
def name(name):
    written = "".join(letter for letter in name)
    again = "".join(letter for letter in name)
    return compare(written, again)


@app.get("/literals")
def literals():
    first = 1000
    second = 1000
    return compare(first, second)


@app.get("/wild")
def wild():
    ticket = WildTicket()
    return {"== None": ticket == None, "is None": ticket is None}  # noqa: E711


@app.get("/nan")
def nan():
    price = float("nan")
    return {**compare(price, price), "found": price in [price]}


@app.post("/member")
def member():
    answer = request.get_json()["member"]
    return {"== True": answer == True, "is True": answer is True, "type": type(answer).__name__}  # noqa: E712


@app.get("/places")
def places():
    """Hang up a coat, note its place, take it away, and hang up another, up to 100 times."""
    for attempt in range(1, 101):
        coat = ["black"]
        place = id(coat)
        del coat
        if place == id(["red"]):
            return {"reused": True, "attempt": attempt}
    return {"reused": False, "attempt": attempt}


@app.get("/heard")
def heard():
    with listening, warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        compile("number is 1000", "ticket.py", "eval")
    return {"python": sys.version_info[:2], "said": [str(warning.message) for warning in said]}
