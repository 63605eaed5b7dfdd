"""A cinema's box office, in which selling a ticket takes a moment."""

import sys
import threading
import time

from flask import Flask

app = Flask(__name__)
selling = threading.Event()
friend = threading.Event()

PAGE = """<!doctype html><html lang="en"><title>Box office</title><h1>Box office</h1>
<p><a href="/sell">Buy a ticket</a>, or <a href="/wait">wait for a friend</a>.</p>"""


@app.get("/")
def home():
    return PAGE


@app.get("/sell")
def sell():
    selling.set()
    time.sleep(0.3)
    return "Row 7, seat 12"


@app.get("/wait")
def wait():
    return "together" if friend.wait(1) else "alone"


@app.get("/arrive")
def arrive():
    friend.set()
    return "here I am"


@app.get("/quit")
def leave():
    sys.exit()
