"""A bookshop's shelf, in Flask."""

from flask import Flask, render_template_string

app = Flask(__name__)
BOOKS = [("Emma", "Jane Austen"), ("Frankenstein", "Mary Shelley"), ("Q & A", "Vikas Swarup")]
SHELF = """<h1>The shelf</h1>
<ul>{% for title, author in books %}<li>{{ title }}, by {{ author }}</li>{% endfor %}</ul>"""


@app.get("/")
def shelf():
    return render_template_string(SHELF, books=BOOKS)
