"""An app whose own modules are named like Fumehood's packages, and which looks for Fumehood's own."""

import importlib
import importlib.util
import sys

from flask import Flask

import desktop
import server

app = Flask(__name__)


@app.route("/")
def index() -> dict[str, object]:
    """Return what it found."""
    return {
        "server": vars(server)["WHOSE"],
        "desktop": vars(desktop)["WHOSE"],
        "path": sys.path,
        "ours": [name for name in sys.modules if name.startswith(("server.", "desktop.", "tests"))],
    }


@app.route("/find/<name>")
def find(name: str) -> str:
    """Return whether a module can be imported."""
    try:
        return str(importlib.import_module(name).__file__)
    except ImportError as error:
        return f"ImportError: {error}"
