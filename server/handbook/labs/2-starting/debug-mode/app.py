"""A bakery's till. It counts what was sold, and stumbles over a loaf that it does not know."""

import os

from flask import Flask

app = Flask(__name__)
PRICES = {"rye": 34, "spelt": 42}
sold = []
print("The till is switched on.", flush=True)


@app.get("/")
def home():
    loaves = "".join(f'<li><a href="/price/{loaf}">{loaf}</a></li>' for loaf in PRICES)
    return f'<h1>The bakery</h1><ul>{loaves}</ul><p><a href="/till">The till</a></p>'


@app.post("/sell/<loaf>")
def sell(loaf):
    sold.append(loaf)
    return till()


@app.get("/till")
def till():
    return {"sold": len(sold), "process": os.getpid()}


@app.get("/price/<loaf>")
def price(loaf):
    return {"price": PRICES[loaf]}
