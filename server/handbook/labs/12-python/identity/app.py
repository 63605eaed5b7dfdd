"""A theatre's cloakroom: two coats may look alike (==) and still be two coats (is)."""

from flask import Flask

app = Flask(__name__)

TRY = ["/coats", "/small", "/number/7", "/number/1000000", "/literals", "/name/Ada", "/wild", "/nan", "/pegs"]


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


@app.get("/small")
def small_numbers():
    numbers = range(-5, 257)
    same = sum(int(f"{number}") is int(f"{number}") for number in numbers)
    return {"first": numbers[0], "last": numbers[-1], "same": same, "of": len(numbers)}


@app.get("/number/<text>")
def number(text):
    return compare(int(text), int(text))


@app.get("/literals")
def literals():
    first = 1_000_000
    second = 1_000_000
    return compare(first, second)


@app.get("/name/<name>")
def spelled(name):
    first = "".join(list(name))
    second = "".join(list(name))
    return compare(first, second)


@app.get("/wild")
def wild():
    ticket = WildTicket()
    return {"== None": ticket == None, "is None": ticket is None}  # noqa: E711


@app.get("/nan")
def nan():
    price = float("nan")
    return {**compare(price, price), "found": price in [price]}


@app.get("/pegs")
def pegs():
    """Hang up a coat, note its peg, take it away, and hang up another, up to 100 times."""
    for attempt in range(1, 101):
        coat = ["black"]
        peg = id(coat)
        del coat
        if peg == id(["red"]):
            return {"reused": True, "attempt": attempt}
    return {"reused": False, "attempt": attempt}
