"""A cinema's counter: one app, and two servers in front of it, side by side."""

import threading

from flask import Flask, request
from waitress import create_server
from werkzeug.serving import make_server

app = Flask(__name__)

parties = {}
begun = set()
door = threading.Lock()

PAGE = """<!doctype html><html lang="en"><title>Cinema</title><h1>The counter</h1>
<p>This app is also served by two others:</p><ul>{links}</ul>
<p><a href="/ports">Their ports</a>, <a href="/told">what this server tells the app</a></p>"""


@app.get("/")
def counter():
    links = "".join(
        f'<li><a href="http://localhost:{port}/told">{name}</a></li>' for name, port in PORTS.items()
    )
    return PAGE.format(links=links)


@app.get("/ports")
def ports():
    return PORTS


@app.get("/told")
def told():
    environ = request.environ
    return {
        "server": environ["SERVER_SOFTWARE"],
        "threads": environ["wsgi.multithread"],
        "protocol": environ["SERVER_PROTOCOL"],
        "headers": dict(request.headers),
    }


@app.get("/party/<name>/<int:people>")
def party(name, people):
    """Wait until so many requests of a party are here at the same time."""
    with door:
        waiting = parties.setdefault(name, threading.Barrier(people))
    try:
        waiting.wait(float(request.args.get("patience", "1")))
    except threading.BrokenBarrierError:
        return {"together": False}
    return {"together": True}


@app.post("/order/<number>")
def order(number):
    begun.add(number)
    return {"seat": request.form["seat"]}


@app.get("/begun/<number>")
def has_begun(number):
    return {"begun": number in begun}


builtin = make_server("127.0.0.1", 0, app, threaded=True)
waitress = create_server(app, host="127.0.0.1", port=0, threads=4)
PORTS = {"built-in": builtin.server_port, "waitress": int(waitress.effective_port)}
for serve in (builtin.serve_forever, waitress.run):
    threading.Thread(target=serve, daemon=True).start()
