"""A library's loans: who is reading, and what they took home, kept in Flask's session."""

from flask import Flask, redirect, render_template_string, request, session, url_for

app = Flask(__name__)
app.config["SECRET_KEY"] = "this-years-key"
app.config["SECRET_KEY_FALLBACKS"] = ["last-years-key"]

READERS = ["Ada", "Grace", "Linus"]

PAGE = """<!doctype html><html lang="en"><title>Library</title>
<h1>The library</h1>
<p>{{ "Reading: " + session.reader|string if "reader" in session else "Nobody has logged in." }}</p>
<form method="post" action="/login"><select name="name" aria-label="Reader">
{% for name in readers %}<option>{{ name }}</option>{% endfor %}</select> <button>Log in</button></form>
<form method="post" action="/borrow"><input name="book" value="Emma" aria-label="Book">
<button>Borrow</button> <button formaction="/borrow-noted">Borrow, and note it</button></form>
<form method="post" action="/diary"><textarea name="text" aria-label="Diary"></textarea>
<button>Keep</button></form>
<form method="post"><button formaction="/stay">Stay logged in</button>
<button formaction="/logout">Log out</button></form>
<p><a href="/card">My card, as JSON</a></p>"""


@app.get("/")
def home():
    return render_template_string(PAGE, readers=READERS)


@app.get("/card")
def card():
    return dict(session)


@app.post("/login")
def login():
    name = request.form["name"]
    session["reader"] = name
    session["loans"] = []
    return redirect(url_for("card"))


@app.post("/borrow")
def borrow():
    loans = session.get("loans", [])
    loans.append(request.form["book"])
    return redirect(url_for("card"))


@app.post("/borrow-noted")
def borrow_noted():
    session["loans"] = [*session.get("loans", []), request.form["book"]]
    return redirect(url_for("card"))


@app.post("/diary")
def diary():
    session["diary"] = request.form["text"]
    return redirect(url_for("card"))


@app.post("/stay")
def stay():
    session.permanent = True
    return redirect(url_for("card"))


@app.post("/logout")
def logout():
    session.pop("reader", None)
    return redirect(url_for("card"))
