"""A library's catalogue: its URLs are the shelves, and rules say who answers for which."""

from flask import Flask, redirect, request, url_for
from werkzeug.routing import BaseConverter, ValidationError

app = Flask(__name__)


class NamesConverter(BaseConverter):
    """Several names in one segment: austen+eliot in the URL is a list in the view, and back."""

    def to_python(self, value):
        names = value.split("+")
        if "" in names:
            raise ValidationError
        return names

    def to_url(self, names):
        return "+".join(names)


app.url_map.converters["names"] = NamesConverter

TRY = ["/books/", "/books/7", "/books/emma", "/books/new", "/floors/2", "/floors/-1", "/authors/austen+eliot",
       "/opening-hours", "/find?q=emma", "/loans/", "/books"]  # fmt: skip


@app.route("/")
def home():
    items = "".join(f'<li><a href="{path}">{path}</a></li>' for path in TRY)
    return f'<!doctype html><html lang="en"><title>Catalogue</title><h1>The catalogue</h1><ul>{items}</ul>'


@app.route("/books/")
def books():
    return {"books": ["Emma", "Silas Marner"]}


@app.route("/books/<int:number>")
def by_number(number):
    return {"found by": "number", "value": number}


@app.route("/books/<title>")
def by_title(title):
    return {"found by": "title", "value": title}


@app.route("/books/new")
def new_books():
    return {"found by": "being new"}


@app.route("/floors/<int:floor>")
def floors(floor):
    return {"floor": floor, "type": type(floor).__name__}


@app.route("/authors/<names:who>")
def authors(who):
    return {"who": who, "their page": url_for("authors", who=who)}


@app.route("/opening-hours")
def opening_hours():
    return {"opens": "09:00", "closes": "18:00"}


@app.route("/find?q=<word>")
def find(word=""):  # never reached: a rule sees the path, not the query
    return {"found": word or request.args["q"]}


@app.route("/loans/", methods=["GET", "POST"])
def loans():
    return {"method": request.method, "book": request.form.get("book")}


@app.route("/borrow", methods=["POST"])
def borrow():
    return redirect(url_for("loans"))
