"""A rowing club's planner: how many boats does it take? One of its boats sinks the plan."""

import traceback

from flask import Flask, request

app = Flask(__name__)

SEATS = {"double": 2, "four": 4, "eight": 8, "punt": 0}


@app.get("/")
def home():
    links = "".join(f'<li><a href="/boats/{kind}">{kind}</a></li>' for kind in [*SEATS, "raft"])
    return f'<!doctype html><html lang="en"><title>Rowing club</title><h1>Twelve rowers</h1><ul>{links}</ul>'


@app.get("/boats/<kind>")
def boats(kind):
    rowers = int(request.args.get("rowers", "12"))
    return {"boats": plan(rowers, kind)}


@app.get("/traceback/<kind>")
def printed(kind):
    try:
        return {"boats": plan(12, kind)}
    except Exception as error:
        return {"said": str(error), "printed": traceback.format_exc().splitlines()}


def plan(rowers, kind):
    try:
        seats = SEATS[kind]
    except KeyError:
        raise LookupError("The club has no such boat.")  # noqa: B904 - the first error comes by itself
    return share(rowers, seats)


def share(rowers, seats):
    return -(-rowers // seats)
