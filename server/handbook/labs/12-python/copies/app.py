"""A bakery's standing orders: what a copy of one still shares with the first."""

import copy
import json
import threading

from flask import Flask, request

app = Flask(__name__)

MENU = ["rye", "spelt"]
TRY = ["/assigned", "/shallow", "/table", "/shared", "/circle", "/oven", "/json", "/menu"]


def standing_order():
    return {"name": "Ada", "loaves": ["rye", "spelt"]}


@app.get("/")
def home():
    items = "".join(f'<li><a href="{path}">{path}</a></li>' for path in TRY)
    return f'<!doctype html><html lang="en"><title>Bakery</title><h1>Standing orders</h1><ul>{items}</ul>'


@app.get("/assigned")
def assigned():
    first = standing_order()
    second = first
    second["name"] = "Grace"
    return {"first": first, "second": second}


@app.get("/shallow")
def shallow():
    first = standing_order()
    second = first.copy()
    second["name"] = "Grace"
    second["loaves"].append("brioche")
    return {"first": first, "second": second}


@app.get("/table")
def table():
    shelves = [[]] * 3
    shelves[0].append("rye")
    return {"shelves": shelves}


@app.get("/shared")
def shared():
    loaves = ["rye"]
    week = copy.deepcopy({"monday": loaves, "friday": loaves})
    week["monday"].append("spelt")
    return week


@app.get("/circle")
def circle():
    """Two neighbours who fetch each other's bread: each is in the other's order."""
    ada, grace = {"name": "Ada"}, {"name": "Grace"}
    ada["neighbour"], grace["neighbour"] = grace, ada
    again = copy.deepcopy(ada)
    return {"new": again is not ada, "closed": again["neighbour"]["neighbour"] is again}


@app.get("/oven")
def oven():
    batch = {"loaves": ["rye"], "guard": threading.Lock()}
    return {"copied": sorted(copy.deepcopy(batch))}


@app.get("/json")
def by_json():
    prices = {1: ("rye", 30), 2: ("spelt", 35)}
    again = json.loads(json.dumps(prices))
    return {"first": repr(prices), "second": repr(again), "equal": again == prices}


@app.get("/menu")
def menu():
    return {"menu": MENU}


@app.post("/menu/today")
def today():
    loaves = MENU
    loaves.append(request.form["special"])  # for this page only, one would think
    return {"menu": loaves}
