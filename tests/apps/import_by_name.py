"""An app that imports the module that a URL names."""

import importlib

from flask import Flask

app = Flask(__name__)


@app.route("/<name>")
def find(name: str) -> str:
    """Return the module's file, or the reason why it cannot be imported."""
    try:
        return str(importlib.import_module(name).__file__)
    except ImportError as error:
        return str(error)
