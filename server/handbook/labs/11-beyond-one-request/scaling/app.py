"""A ferry's box office that remembers in its own process how many have come, and what is left."""

import threading
import time
from collections import Counter

from flask import Flask, jsonify, request, session

app = Flask(__name__)
app.config["SECRET_KEY"] = "the same in every process"

visits = Counter()
sold = Counter()
gangway = threading.Barrier(2)
PLACES = 1


@app.get("/")
def home():
    return "<!doctype html><html lang='en'><title>Ferry</title><h1>Ferry</h1><p><a href='/from'>Who am I?</a>"


@app.get("/visit/<name>")
def visit(name):
    visits[name] += 1
    return jsonify(visits=visits[name])


@app.get("/book/<ferry>")
def book(ferry):
    if sold[ferry] == PLACES:
        return jsonify(booked=False)
    time.sleep(0.05)  # asks the bank
    sold[ferry] += 1
    return jsonify(booked=True)


@app.get("/board")
def board():
    """Two go aboard together, or nobody does."""
    try:
        gangway.wait(2)
    except threading.BrokenBarrierError:
        gangway.reset()
        return jsonify(aboard=False)
    return jsonify(aboard=True)


@app.post("/login/<name>")
def login(name):
    session["name"] = name
    return jsonify(name=name)


@app.get("/from")
def whence():
    return jsonify(name=session.get("name", "a stranger"), address=request.remote_addr)
