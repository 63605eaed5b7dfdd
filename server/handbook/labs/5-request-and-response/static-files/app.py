"""A birdwatchers' club: songs and records, handed out as files from folders."""

from pathlib import Path

from flask import Flask, request, send_file, send_from_directory

app = Flask(__name__)
here = Path(app.root_path)

PAGE = """<!doctype html><html lang="en"><title>Birdwatchers</title>
<link rel="stylesheet" href="/static/club.css"><h1>The birdwatchers' club</h1>
<ul><li><a href="/static/heron.txt">The heron's song</a>, a static file</li>
<li><a href="/song">The same, read by a view</a></li>
<li><a href="/archive/1998.txt">The count of 1998</a>, from the archive</li>
<li><a href="/careless/1998.txt">The same, from a careless view</a></li></ul>"""


@app.before_request
def greet():
    app.logger.info("Somebody asks for %s", request.endpoint)


@app.get("/")
def home():
    return PAGE


@app.get("/song")
def song():
    return (here / "static" / "heron.txt").read_text()


@app.get("/archive/<path:name>")
def archive(name):
    return send_from_directory("archive", name)


@app.get("/careless/<path:name>")
def careless(name):
    return send_file(here / "archive" / name)
