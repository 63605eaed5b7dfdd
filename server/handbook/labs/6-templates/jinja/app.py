"""A bakery's board, written twice in templates: by the baker, and by the apprentice, who errs."""

import flask
from flask import Flask, render_template, render_template_string, request

app = Flask(__name__)

SHELF = [
    {"name": "Rye", "price": 4.5, "left": 3},
    {"name": "Sourdough", "price": 5.0, "left": 0},
    {"name": "Baguette", "price": 2.25, "left": 12},
]


@app.template_filter("money")
def money(amount):
    return f"{amount:.2f}"


@app.get("/")
def board():
    return render_template("board.html", loaves=shelf(), currency="crowns")


@app.get("/apprentice")
def apprentice():
    ill = request.args.get("ill", "")
    return render_template("apprentice.html", loaves=shelf(), currency="crowns", ill=ill)


@app.get("/sign")
def sign():
    return render_template_string("Today: {{ laof.name }}", loaf=SHELF[0])


@app.get("/flask/<name>")
def spelling(name):
    return {"exists": hasattr(flask, name)}


def shelf():
    return [] if request.args.get("day") == "sunday" else SHELF
