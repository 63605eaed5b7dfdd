"""An app that allows few nested calls, as a program that guards against endless recursion might."""

import sys

from flask import Flask

app = Flask(__name__)
sys.setrecursionlimit(60)


@app.get("/limit")
def limit() -> str:
    """Return the limit."""
    return str(sys.getrecursionlimit())
