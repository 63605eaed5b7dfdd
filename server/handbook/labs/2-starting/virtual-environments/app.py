"""A pantry: which packages this Python has on its shelves, and where they stand."""

import sys
from importlib import metadata

from flask import Flask

app = Flask(__name__)


@app.get("/")
def shelves():
    jars = sorted(f"{jar.metadata['Name']} {jar.version}" for jar in metadata.distributions())
    rows = "".join(f"<li>{jar}</li>" for jar in jars)
    return f'<h1>{len(jars)} jars</h1><ul>{rows}</ul><p><a href="/where">Where they stand</a></p>'


@app.get("/where")
def where():
    return {
        "environment": sys.prefix,
        "made_from": sys.base_prefix,
        "shelves": [folder for folder in sys.path if folder.endswith("-packages")],
    }
