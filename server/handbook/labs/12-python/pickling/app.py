"""A pantry: recipes are kept as pickles, and now and then a stranger brings a jar."""

import hashlib
import hmac
import io
import pickle
import threading
from datetime import date

from flask import Flask, abort, request

app = Flask(__name__)
KEY = b"only-the-cook-knows"
HARMLESS = {("datetime", "date"), (__name__, "Recipe")}
rewriting = threading.Lock()

PAGE = """<!doctype html><html lang="en"><title>Pantry</title><h1>The pantry</h1>
<p>What a pickle <a href="/kept">keeps</a>, and what it <a href="/refused">refuses</a>;
how often <a href="/made">a recipe is made</a>, how <a href="/rewritten">a changed one</a> is served</p>
<form method="post" enctype="multipart/form-data" action="/open">
<label>A jar <input type="file" name="jar"></label> <button>Open it</button>
<button formaction="/open-and-check">Open it, then check</button>
<button formaction="/open-harmless">Open it if it is harmless</button></form>"""


class Recipe:
    def __init__(self, title):
        app.logger.warning("made: %s", title)
        self.title = title

    def serve(self):
        return "cold"


class Careful(pickle.Unpickler):
    def find_class(self, module, name):
        if (module, name) not in HARMLESS:
            raise pickle.UnpicklingError(f"{module}.{name} is not on the list")
        return super().find_class(module, name)


@app.errorhandler(pickle.UnpicklingError)
def refused(error):
    return {"refused": str(error)}, 400


@app.get("/")
def home():
    return PAGE


@app.post("/open")
def open_jar():
    jar = request.files["jar"].read()
    return {"found": type(pickle.loads(jar)).__name__}  # noqa: S301 - this is what the page warns of


@app.post("/open-and-check")
def open_and_check():
    jar = request.files["jar"].read()
    found = pickle.loads(jar)  # noqa: S301 - and so is this
    if not isinstance(found, Recipe):
        abort(400)
    return {"found": "Recipe"}


@app.post("/open-harmless")
def open_harmless():
    return {"found": type(Careful(request.files["jar"].stream).load()).__name__}


@app.post("/open-sealed")
def open_sealed():
    jar = request.files["jar"].read()
    if not hmac.compare_digest(hmac.new(KEY, jar, hashlib.sha256).hexdigest(), request.form["seal"]):
        abort(403)
    return {"found": type(pickle.load(io.BytesIO(jar))).__name__}  # noqa: S301 - the seal was ours


@app.get("/kept")
def kept():
    loaves = ["rye"]
    week = {"opened": date(2026, 11, 2), "shelf": (3, 7), "spices": {"salt"}, "mon": loaves, "fri": loaves}
    again = pickle.loads(pickle.dumps(week))  # noqa: S301 - our own, a moment old
    return {"equal": again == week, "shared": again["mon"] is again["fri"], "again": repr(again)}


@app.get("/refused")
def refusals():
    told = {}
    for name, thing in {"lambda": lambda: 1, "lock": rewriting, "generator": (x for x in "ab")}.items():
        try:
            told[name] = f"{len(pickle.dumps(thing))} bytes"
        except Exception as error:
            told[name] = f"{type(error).__name__}: {error}"
    return told


@app.get("/made")
def made():
    return {"title": pickle.loads(pickle.dumps(Recipe("Plum jam"))).title}  # noqa: S301 - our own


@app.get("/rewritten")
def rewritten():
    with rewriting:
        old = Recipe.serve
        jar = pickle.dumps(Recipe("Plum jam"))
        Recipe.serve = lambda self: "warm"
        try:
            plum = pickle.loads(jar)  # noqa: S301 - our own
            return {"then": old(plum), "now": Recipe.serve(plum), "found": plum.serve()}
        finally:
            Recipe.serve = old
