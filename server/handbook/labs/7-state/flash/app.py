"""A post office's counter: short messages that wait for the next page, and then are gone."""

from flask import Flask, flash, redirect, render_template_string, request
from markupsafe import Markup

app = Flask(__name__)
app.config["SECRET_KEY"] = "a-postmarks-key"

PAGE = """<!doctype html><html lang="en"><title>Post office</title><h1>The post office</h1>
{% for kind, message in get_flashed_messages(with_categories=true) %}<p class="{{ kind }}">{{ message }}</p>
{% endfor %}
<form method="post" action="/parcels"><input name="to" value="Grace" aria-label="To">
<button>Send a parcel</button> <button formaction="/parcels-here">Send it, without a redirect</button>
<button formaction="/hint">What does it cost?</button></form>
<p><a href="/price">The price, as JSON</a> · <a href="/errors">What went wrong</a></p>
<footer>Messages on this page: {{ get_flashed_messages()|length }}</footer>"""

ERRORS = """<!doctype html><html lang="en"><title>Post office</title><h1>What went wrong</h1>
{% for message in get_flashed_messages(category_filter=["error"]) %}<p class="error">{{ message }}</p>
{% else %}<p>Nothing.</p>{% endfor %}"""


@app.get("/")
def counter():
    return render_template_string(PAGE)


@app.get("/price")
def price():
    return {"parcel": 6.5}


@app.get("/errors")
def errors():
    return render_template_string(ERRORS)


@app.post("/parcels")
def send():
    announce(request.form["to"])
    return redirect("/")


@app.post("/parcels-here")
def send_here():
    announce(request.form["to"])
    return render_template_string(PAGE)


@app.post("/hint")
def hint():
    flash(Markup('A parcel costs <a href="/price">the usual</a>.'))
    return redirect("/")


def announce(to):
    if to:
        flash(f"A parcel for {to} is on its way.")
    else:
        flash("A parcel needs somebody to go to.", "error")
