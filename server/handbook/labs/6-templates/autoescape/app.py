"""A campsite's guest book: the words of a stranger, shown in many ways, some of them dangerous."""

from flask import Flask, render_template, render_template_string, request
from jinja2 import DictLoader
from markupsafe import Markup, escape

app = Flask(__name__)

ENDINGS = ["html", "htm", "xml", "xhtml", "svg", "txt", "md", "jinja", "html.j2"]
app.jinja_loader = DictLoader({f"entry.{ending}": "<p>{{ said }}</p>" for ending in ENDINGS})

HOME = """<!doctype html><html lang="en"><title>Guest book</title><h1>The guest book</h1>
<form><input name="said" value="{{ said }}" aria-label="Your words" size="60"> <button>Write</button></form>
<ul>{% for way in ways %}<li><a href="/{{ way }}?said={{ said|urlencode }}">/{{ way }}</a></li>
{% endfor %}</ul>"""
WAYS = [*(f"entry/{ending}" for ending in ENDINGS), "string", "view", "field", "link", "script"]
WAYS += ["bold", "bolder", "greeting"]


@app.get("/")
def home():
    return render_template_string(HOME, said=said(), ways=WAYS)


@app.get("/entry/<ending>")
def entry(ending):
    return render_template(f"entry.{ending}", said=said())


@app.get("/string")
def string():
    return render_template_string("<p>{{ said }} (from a string)</p>", said=said())


@app.get("/view")
def view():
    return f"<p>The last guest wrote: {said()}</p>"


@app.get("/field")
def field():
    return render_template_string("<input name=said value={{ said }}>", said=said())


@app.get("/link")
def link():
    return render_template_string('<a href="{{ said }}">home page</a>', said=said())


@app.get("/script")
def script():
    return render_template_string("<script>const said = {{ said|tojson }}</script>", said=said())


@app.get("/bold")
def bold():
    return Markup("<b>%s</b>") % said()


@app.get("/bolder")
def bolder():
    return Markup(f"<b>{said()}</b>")  # noqa: S704 - the mistake that the page is about


@app.get("/greeting")
def greeting():
    return render_template_string(f"<p>Welcome, {escape(said())}!</p>")


def said():
    return request.args.get("said", "What a <lovely> lake!")
