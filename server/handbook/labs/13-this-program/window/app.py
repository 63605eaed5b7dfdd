"""Postcards in a window: what strangers wrote, shown on a page."""

from flask import Flask, render_template_string, request

app = Flask(__name__)

PAGE = """<!doctype html><html lang="en"><title>Postcards</title><h1>A card for you</h1>
<blockquote>{{ text|safe }}</blockquote>
<form><input name="text" value="Sunny here!" aria-label="Text"> <button>Write another</button></form>
<p><a href="/drawer">Open the drawer</a></p>"""


@app.get("/")
def card():
    return render_template_string(PAGE, text=request.args.get("text", "Wish you were here."))


@app.get("/drawer")
def drawer():
    if "QtWebEngine" not in request.headers.get("User-Agent", ""):
        return "This drawer opens in the window only.", 403
    return "The key to the cellar"
