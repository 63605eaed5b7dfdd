"""A weather station: the same measurements, returned in every way that a view can return something."""

import datetime

from flask import Flask, abort, make_response, request, stream_with_context

app = Flask(__name__)

DEGREES = [21, 19, 17]
RETURNED = {
    "text": "<b>21 degrees</b>",
    "bytes": b"21 degrees",
    "dict": {"wind": "west", "degrees": 21, "day": datetime.date(2026, 7, 1)},
    "list": DEGREES,
    "status": ("21 degrees", 203),
    "headers": ("21 degrees", {"Content-Type": "text/plain"}),
    "number": 21,
    "truth": True,
    "set": {21, 19},
    "nothing": None,
}


@app.get("/")
def home():
    items = "".join(f'<li><a href="/return/{kind}">{kind}</a></li>' for kind in RETURNED)
    return f"""<!doctype html><html lang="en"><title>Weather</title><h1>The weather station</h1>
<p>What a view may return:</p><ul>{items}</ul><p>Streamed: <a href="/day">the day</a>,
<a href="/day-with-request?town=Lund">the day in Lund</a>,
<a href="/broken">until it breaks</a>.</p>"""


@app.get("/return/<kind>")
def give(kind):
    return RETURNED[kind] if kind in RETURNED else abort(404)


@app.get("/report")
def report():
    page = "21 degrees, no wind."
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return page


@app.get("/links")
def links():
    response = make_response("See the map and the graph.")
    response.headers["Link"] = "</map>; rel=related"
    response.headers["Link"] = "</graph>; rel=related"
    return response


def lines():
    yield f"The day in {request.args.get('town', 'our town')}\n"
    for degrees in DEGREES:
        yield f"{degrees} degrees\n"


@app.get("/day")
def day():
    return app.response_class(lines(), mimetype="text/plain")


@app.get("/day-with-request")
def day_with_request():
    return app.response_class(stream_with_context(lines()), mimetype="text/plain")


@app.get("/broken")
def broken():
    def measured():
        yield "21 degrees\n"
        raise OSError("the thermometer does not answer")

    return measured(), {"Content-Type": "text/plain"}
