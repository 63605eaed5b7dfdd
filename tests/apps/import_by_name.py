"""Asks for a module by name."""

import importlib

from flask import Flask

app = Flask(__name__)


@app.route("/<name>")
def find(name: str) -> str:
    """Where it is, or why it is not."""
    try:
        return str(importlib.import_module(name).__file__)
    except ImportError as error:
        return str(error)
