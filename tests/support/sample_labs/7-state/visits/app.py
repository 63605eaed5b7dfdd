"""Counts visits in the session."""

from flask import Flask, render_template, session

app = Flask(__name__)
app.config["SECRET_KEY"] = "for tests"


@app.get("/")
def visits():
    # The whole count travels with the reader.
    session["visits"] = session.get("visits", 0) + 1
    return render_template("visits.html", visits=session["visits"])
