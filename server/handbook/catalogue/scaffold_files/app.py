"""A tea room: the app that readers see, run and change."""

from flask import Flask

app = Flask(__name__)
CUPS = 3


@app.get("/")
def home():
    return f"There are {CUPS} cups."
