"""A cinema: after buying a ticket, logging in or asking for an old address one is sent somewhere else."""

from urllib.parse import urljoin, urlsplit

from flask import Flask, redirect, request, url_for
from markupsafe import escape

app = Flask(__name__)

PAGE = """<!doctype html><html lang="en"><title>Cinema</title><h1>The cinema</h1>
<form method="post" action="/buy/302"><label>Film <input name="film" value="Metropolis"></label>
<button>Buy</button> <button formaction="/buy/303">Buy, 303</button>
<button formaction="/buy/307">Buy, 307</button></form>
<ul><li><a href="/tonight">Tonight</a></li> <li><a href="/old/301/Nosferatu">The address of last year</a></li>
<li><a href="/members">For members</a></li> <li><a href="/seats/7/swap">Swap seat 7</a></li>
<li><a href="/login?next=//thief.example/">A link that somebody sent me</a></li></ul>"""


@app.get("/")
def home():
    return PAGE


@app.get("/tonight")
def tonight():
    return redirect(url_for("programme"))


@app.get("/programme")
@app.get("/programme/<film>")
def programme(film="Metropolis"):
    return f"Tonight: {escape(film)}."


@app.get("/old/<int:code>/<film>")
def old(code, film):
    return redirect(url_for("programme", film=film), code)


@app.post("/buy/<int:code>")
def buy(code):
    return redirect(url_for("ticket"), code)


@app.route("/ticket", methods=["GET", "POST"])
def ticket():
    return {"method": request.method, "film": request.form.get("film")}


@app.get("/members")
def members():
    if "card" not in request.cookies:
        redirect(url_for("home"))
    return "The secret screening is at midnight."


@app.get("/seats/<int:number>/swap")
def swap(number):
    return redirect("programme")


@app.get("/login")
def login():
    return redirect(request.args["next"])


@app.get("/login-slash")
def login_slash():
    target = request.args["next"]
    return redirect(target if target.startswith("/") else "/")


@app.get("/login-host")
def login_host():
    target = request.args["next"]
    host = urlsplit(urljoin(request.url, target)).netloc
    return redirect(target if host == request.host else "/")


@app.get("/login-joined")
def login_joined():
    whole = urlsplit(urljoin(request.url, request.args["next"]))
    return redirect(whole.geturl() if whole.netloc == request.host else "/")
