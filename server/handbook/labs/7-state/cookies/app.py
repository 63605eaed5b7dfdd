"""A concert hall's cloakroom: small things that the browser keeps for us."""

from flask import Flask, make_response, request
from markupsafe import escape

app = Flask(__name__)

PAGE = """<!doctype html><html lang="en"><title>Concert hall</title>
<h1>The concert hall</h1>
<p>Your browser brought: <code>{cookies}</code></p>
<ul>
<li><a href="/seat/A12">Choose seat A12</a>, a cookie without attributes</li>
<li><a href="/ticket/A12">Print a ticket for A12</a>, a cookie for an hour</li>
<li><a href="/stalls/lamp">Light a lamp in the stalls</a>, a cookie for /stalls only</li>
<li><a href="/stalls/">Look around in the stalls</a></li>
<li><a href="/brought">What did I bring?</a></li>
<li><a href="/leave">Leave</a>, which deletes seat and lamp</li>
<li><a href="/programme?size=5000">Take a programme of 5000 characters</a></li>
</ul>"""


@app.get("/")
def home():
    return PAGE.format(cookies=escape(", ".join(request.cookies) or "nothing"))


@app.get("/brought")
@app.get("/stalls/")
def brought():
    return request.cookies.to_dict()


@app.get("/seat/<seat>")
def choose(seat):
    response = make_response({"chosen": seat})
    response.set_cookie("seat", seat)
    response.headers["X-Read-Back"] = request.cookies.get("seat", "nothing")
    return response


@app.get("/ticket/<seat>")
def ticket(seat):
    response = make_response({"ticket": seat})
    response.set_cookie("ticket", seat, max_age=3600, httponly=True, secure=True, samesite="Lax")
    return response


@app.get("/stalls/lamp")
def lamp():
    response = make_response({"lamp": "on"})
    response.set_cookie("lamp", "on", path="/stalls")
    return response


@app.get("/leave")
def leave():
    response = make_response({"goodbye": True})
    response.delete_cookie("seat")
    response.delete_cookie("lamp")
    return response


@app.get("/programme")
def programme():
    response = make_response("Here is the programme.")
    response.set_cookie("programme", "x" * int(request.args["size"]))
    return response
