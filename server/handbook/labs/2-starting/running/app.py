"""A ferry's timetable, which can be started in every way there is."""

import os

from flask import Flask

DEPARTURES = ["08:10", "12:40", "17:25"]


def create_app(harbour="Kiel"):
    app = Flask(__name__)

    @app.get("/")
    def home():
        return f'<h1>Ferries from {harbour}</h1><p><a href="/next">The next one</a></p>'

    @app.get("/next")
    def next_ferry():
        return {"from": harbour, "at": DEPARTURES[1]}

    return app


app = create_app("Kiel")

if __name__ == "__main__":
    print("Casting off.", flush=True)
    app.run(port=os.environ.get("PORT"))
    print("Back in the harbour.", flush=True)
