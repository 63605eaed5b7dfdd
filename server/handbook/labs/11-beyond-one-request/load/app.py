"""A bakery's shop on the morning before a holiday."""

import itertools
import time

from flask import Flask

app = Flask(__name__)
loaves = itertools.count(1)

PAGE = """<!doctype html><html lang="en"><title>Bakery</title><h1>Bakery</h1>
<p><a href="/bread">Bread</a>, <a href="/roll">a roll</a>,
<a href="/cake">cake</a>, <a href="/coffee">coffee</a></p>"""


@app.get("/")
def home():
    return PAGE


@app.get("/bread")
def bread():
    if next(loaves) % 10 == 0:
        time.sleep(0.2)  # every tenth has yet to come out of the oven
    return "a loaf"


@app.get("/roll")
def roll():
    time.sleep(0.3)  # each is filled by hand
    return "a roll"


@app.get("/cake")
def cake():
    return "Sorry, something went wrong."


@app.get("/coffee")
def coffee():
    return "no coffee today", 503
