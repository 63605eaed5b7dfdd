"""A theatre's box office: who is asking and which seats they hold, in sessions that stay in the house."""

import tempfile
from hashlib import sha256
from pathlib import Path

from cachelib import FileSystemCache
from flask import Flask, redirect, render_template_string, request, session
from flask_session import Session

app = Flask(__name__)
folder = tempfile.mkdtemp(prefix="sessions-")
shelf = FileSystemCache(folder, hash_method=sha256)
app.config["SESSION_TYPE"] = "cachelib"
app.config["SESSION_CACHELIB"] = shelf
Session(app)

PAGE = """<!doctype html><html lang="en"><title>Box office</title><h1>The box office</h1>
<p>{{ session.guest or "A stranger" }} holds {{ session.seats|join(", ") or "no seats" }}.</p>
<form method="post" action="/login"><input name="guest" value="Ada" aria-label="Guest">
<button>Log in</button></form>
<form method="post" action="/hold"><input name="seat" value="C7" aria-label="Seat">
<button>Hold</button></form>
<form method="post"><button formaction="/logout">Log out</button>
<button formaction="/logout-everywhere">Log out everywhere</button></form>
<p><a href="/look">Only looking</a> · <a href="/card">My session</a> · <a href="/file">Its file</a></p>"""


@app.get("/")
def home():
    return render_template_string(PAGE)


@app.get("/look")
def look():
    session["looked"] = True
    return {"looked": True}


@app.get("/card")
def card():
    return {"guest": session.get("guest"), "seats": session.get("seats", [])}


@app.get("/file")
def file():
    path = Path(folder, sha256(f"session:{session.sid}".encode()).hexdigest())  # as cachelib names it
    return {"name": path.name, "holds": path.read_bytes().decode("latin-1") if path.exists() else ""}


@app.post("/login")
def login():
    guest = request.form["guest"]
    session["guest"] = guest
    session["seats"] = []
    shelf.set(f"devices:{guest}", [*(shelf.get(f"devices:{guest}") or []), session.sid], timeout=0)
    return redirect("/card")


@app.post("/hold")
def hold():
    session.setdefault("seats", []).append(request.form["seat"])
    return redirect("/card")


@app.post("/logout")
def logout():
    session.clear()
    return redirect("/card")


@app.post("/logout-everywhere")
def logout_everywhere():
    for sid in shelf.get(f"devices:{session.get('guest')}") or []:
        shelf.delete(f"session:{sid}")
    session.clear()
    return redirect("/card")
