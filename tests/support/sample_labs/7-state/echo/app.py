"""Says back what it hears."""

from flask import Flask, request

app = Flask(__name__)


@app.get("/")
def echo():
    return request.args.get("text", "")
