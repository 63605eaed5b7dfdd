"""A mountain hut's bookings, with nothing but Flask and what Python itself brings."""

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from box import box
from flask import Flask, render_template_string, request

app = Flask(__name__)
app.register_blueprint(box, url_prefix="/box")
BOOKS = Path(tempfile.mkdtemp()) / "bookings.db"

PAGE = """<!doctype html><html lang="en"><title>Hut</title><h1>The hut at the pass</h1>
<form method="post" action="/book"><label>Name <input name="name" value="Ada" required></label>
<label>Beds <input name="beds" type="number" min="1" max="4" value="2" required></label>
<button>Book</button></form>
<p>Booked so far: {{ names|join(", ") or "nobody" }}</p>
<p><a href="/box/flask">What Flask brings</a></p>"""


def database():
    books = sqlite3.connect(BOOKS)
    books.execute("CREATE TABLE IF NOT EXISTS booking (name TEXT, beds INTEGER)")
    return closing(books)


@app.get("/")
def home():
    with database() as books:
        names = [name for (name,) in books.execute("SELECT DISTINCT name FROM booking LIMIT 20")]
    return render_template_string(PAGE, names=names)


@app.post("/book")
def book():
    name, beds = request.form["name"], request.form["beds"]
    with database() as books, books:
        books.execute("INSERT INTO booking VALUES (?, ?)", (name, beds))
    return {"booked": beds, "for": name}
