"""A cabinet of extensions: take one out, and see whether it still works."""

import importlib

from flask import Flask, request
from uses import USES

app = Flask(__name__)
NAMED_BY_TUTORIALS = ["flask_script", "flask_jwt", "flask_login", "flask_sqlalchemy", "flask_wtf"]


@app.get("/")
def cabinet():
    doors = "".join(f'<li><a href="/import/{name}">{name}</a></li>' for name in NAMED_BY_TUTORIALS)
    return f"<h1>Extensions</h1><ul>{doors}</ul>"


@app.get("/import/<module>")
def take_out(module):
    try:
        found = importlib.import_module(module)
        for name in request.args.getlist("name"):
            if not hasattr(found, name):
                raise ImportError(f"cannot import name {name!r} from {module!r}")
    except Exception as error:
        return {"imports": False, "why": f"{type(error).__name__}: {error}"}
    return {"imports": True, "why": f"{module} was imported"}


@app.get("/use/<name>")
def use(name):
    return {"saw": USES[name]()}
