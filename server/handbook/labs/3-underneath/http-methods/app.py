"""The heating of a house, asked and told what to do by the methods of HTTP."""

from collections import defaultdict

from flask import Flask, request

app = Flask(__name__)
houses = defaultdict(lambda: 18)  # degrees, a house for each visitor

PAGE = """<!doctype html><html lang="en"><title>Heating</title><h1>The heating</h1>
<p><a href="/elm-street">How warm is it in Elm Street?</a></p>
<form method="post" action="/elm-street"><button>One degree warmer</button></form>
<p><a href="/elm-street/cooler">One degree cooler, by a careless link</a></p>"""


@app.get("/")
def home():
    return PAGE


@app.get("/<house>")
def ask(house):
    return {"degrees": houses.get(house, 18)}


@app.put("/<house>")
def set_to(house):
    houses[house] = int(request.form["degrees"])
    return {"degrees": houses[house]}


@app.post("/<house>")
def warmer(house):
    houses[house] += 1
    return {"degrees": houses[house]}


@app.delete("/<house>")
def switch_off(house):
    houses.pop(house, None)
    return {"degrees": None}


@app.get("/<house>/cooler")
def cooler(house):
    houses[house] -= 1
    return {"degrees": houses[house]}


@app.route("/<house>/kettle", methods=["BREW"])
def kettle(house):
    return {"kettle": "on"}
