"""A swimming pool: tickets, a season card, and one command for the till."""

import threading

import click
from flask import Flask, redirect, request, session

app = Flask(__name__)
app.config["SECRET_KEY"] = "chlorine"


@app.get("/")
def home():
    return f"Welcome, {session.get('swimmer', 'stranger')}!"


@app.post("/card")
def card():
    session["swimmer"] = request.form["swimmer"]
    return redirect("/")


@app.post("/tickets")
def tickets():
    return {"price": request.get_json()["people"] * 4}, 201


@app.get("/lifeguard")
def lifeguard():
    return f"On duty: {threading.get_ident()}"


@app.get("/slide")
def slide():
    raise RuntimeError("The slide is closed.")


@app.cli.command("till")
@click.argument("coins", type=int)
def till(coins):
    click.echo(f"{100 // coins} in the till")
