"""Shopping lists as a REST API: an address for each thing, a method for what is to happen to it."""

from collections import defaultdict

from flask import Flask, abort, request, url_for
from werkzeug.exceptions import HTTPException

app = Flask(__name__)
lists = defaultdict(dict)  # a list for each household, so that nobody sees another's

PAGE = """<!doctype html><html lang="en"><title>Shopping</title><h1>Shopping lists</h1>
<p><a href="/smith/items">The list of the Smiths</a></p>
<form method="put" action="/smith/items/1"><label>Change item 1 to <input name="what" value="milk"></label>
<button>Change</button></form>"""


@app.get("/")
def home():
    return PAGE


@app.get("/<household>/items")
def show_all(household):
    return list(lists[household].values())


@app.post("/<household>/items")
def add(household):
    number = max(lists[household], default=0) + 1
    item = lists[household][number] = {"number": number, "bought": False, **request.get_json()}
    return item, 201, {"Location": url_for("show", household=household, number=number)}


@app.get("/<household>/items/<int:number>")
def show(household, number):
    return lists[household].get(number) or abort(404, f"There is no item {number}.")


@app.put("/<household>/items/<int:number>")
def replace(household, number):
    lists[household][number] = {"number": number, **request.get_json()}
    return lists[household][number]


@app.patch("/<household>/items/<int:number>")
def change(household, number):
    item = show(household, number)
    item.update(request.get_json())
    return item


@app.delete("/<household>/items/<int:number>")
def remove(household, number):
    show(household, number)
    del lists[household][number]
    return {"removed": number}, 204


@app.post("/<household>/guests")
def invite(household):
    number = max(lists[household], default=0) + 1
    lists[household][number] = {"number": number, "what": "cake"}
    return lists[household][number]


@app.get("/<household>/items/<int:number>/buy")
def buy(household, number):
    show(household, number)["bought"] = True
    return lists[household][number]


@app.errorhandler(HTTPException)
def explain(error):
    return {"error": error.name, "why": error.description}, error.code
