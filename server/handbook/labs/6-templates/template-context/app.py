"""A guest house: what its pages know without being told, and what they have to be given."""

from flask import Blueprint, Flask, g, render_template

app = Flask(__name__)
kitchen = Blueprint("kitchen", __name__, url_prefix="/kitchen")


@app.context_processor
def house():
    g.asked = g.get("asked", 0) + 1
    return {"house": "The Heron", "season": "winter"}


@kitchen.context_processor
def cook():
    return {"dish": "pea soup"}


@app.get("/")
def hall():
    return render_template("hall.html")


@app.get("/rooms/<name>")
def room(name):
    return render_template("room.html", name=name, season="summer")


@app.get("/tour")
def tour():
    return render_template("menu.html") + render_template("room.html", name="attic", season="summer")


@app.get("/dinner")
@kitchen.get("/")
def menu():
    return render_template("menu.html")


@app.after_request
def count(response):
    response.headers["X-Processor-Runs"] = str(g.get("asked", 0))
    return response


app.register_blueprint(kitchen)
