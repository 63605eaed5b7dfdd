"""A taxi office: every call is a request, and what the dispatcher notes on a slip of paper is g."""

import threading
from collections import defaultdict

from flask import Flask, copy_current_request_context, current_app, g, request, session

app = Flask(__name__)
app.config["SECRET_KEY"] = "behind-the-clock"
blackboard = {}  # one for the whole office
meetings = defaultdict(lambda: threading.Barrier(2))

PAGE = """<!doctype html><html lang="en"><title>Taxi</title><h1>The taxi office</h1>
<ul><li><a href="/call/Ada">Ada calls</a></li>
<li>What is at hand <a href="/at/view">in a view</a>, <a href="/at/thread">in a thread</a>,
<a href="/at/thread-with-request">in a thread that got the request</a>,
<a href="/at/thread-with-app">in a thread that got the app</a>,
<a href="/at/inner-context">in another app context</a></li></ul>"""


@app.get("/")
def home():
    return PAGE


@app.get("/call/<name>")
def call(name):
    before = g.get("caller")
    g.caller = name
    return {"caller": g.caller, "noted before": before}


@app.get("/together/<meeting>")
def together(meeting):
    g.caller = blackboard["caller"] = request.args["name"]
    meetings[meeting].wait(timeout=5)  # goes on when two are here
    return {"request": request.args["name"], "g": g.caller, "blackboard": blackboard["caller"]}


def at_hand():
    ask = {
        "request": lambda: request.path,
        "session": lambda: len(session),
        "current_app": lambda: current_app.name,
        "g": lambda: g.get("caller"),
    }
    return {name: answer(question) for name, question in ask.items()}


def answer(question):
    try:
        return question()
    except RuntimeError as error:
        return f"raises: {str(error).splitlines()[0]}"


def in_thread(work):
    found = []
    thread = threading.Thread(target=lambda: found.append(work()))
    thread.start()
    thread.join()
    return found[0]


def with_app_context():
    with app.app_context():
        return at_hand()


@app.get("/at/<place>")
def at(place):
    g.caller = "Ada"
    if place == "thread":
        return in_thread(at_hand)
    if place == "thread-with-request":
        return in_thread(copy_current_request_context(at_hand))
    if place == "thread-with-app":
        return in_thread(with_app_context)
    return with_app_context() if place == "inner-context" else at_hand()
