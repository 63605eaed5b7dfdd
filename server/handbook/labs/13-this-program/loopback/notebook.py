"""A diary in a window: the app that both guests serve."""

from flask import Flask

PAGE = """<!doctype html><html lang="en"><title>Diary</title><h1>Dear diary</h1>
<p>Today I told nobody.</p>
<form method="post" action="/erase"><button>Erase it all</button></form>"""


def make():
    app = Flask(__name__)

    @app.get("/")
    def read():
        return PAGE

    @app.post("/erase")
    def erase():
        return "Erased."

    return app
