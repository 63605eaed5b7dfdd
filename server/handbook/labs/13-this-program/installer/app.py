"""A bakery's till, asked over HTTP where it lives; till.py is the same as a program."""

from flask import Flask, jsonify
from till import about

app = Flask(__name__)


@app.get("/")
def home():
    return "<!doctype html><html lang='en'><title>Till</title><h1>Till</h1><p><a href='/about'>About it</a>"


@app.get("/about")
def facts():
    return jsonify(about())
