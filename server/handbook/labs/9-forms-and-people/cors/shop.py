"""Another site: a shop whose page has scripts that talk to the bakery."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def home():
    return "<!doctype html><html lang='en'><title>Shop</title><link rel='icon' href='data:,'><h1>Shop</h1>"
