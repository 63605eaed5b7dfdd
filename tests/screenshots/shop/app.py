"""A small shop with something to see in every lens: it is what the pictures show."""

import logging
from typing import Any

from flask import Flask, Response, abort, g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

app = Flask(__name__)
app.secret_key = "a shop in a picture keeps no secrets"
app.logger.setLevel(logging.INFO)

PRICES = {"tea": 4.5, "coffee": 6.0, "cocoa": 5.25}


@app.before_request
def load_visitor() -> None:
    """Know who asks."""
    g.visitor = session.get("visitor", "guest")


@app.before_request
def keep_closed_doors_closed() -> AnyResponse | None:
    """Send whoever is not logged in away from the back office."""
    if request.path.startswith("/office") and g.visitor == "guest":
        return redirect(url_for("login"))
    return None


@app.after_request
def count_visits(response: Response) -> Response:
    """Remember how often somebody came."""
    visits = int(request.cookies.get("visits", 0)) + 1
    response.set_cookie("visits", str(visits), max_age=30 * 24 * 3600, samesite="Lax")
    return response


@app.context_processor
def shop() -> dict[str, Any]:
    """What every page shows."""
    return {"shop": "The tea house", "visitor": g.visitor}


@app.get("/")
def home() -> str:
    """The shelf."""
    return render_template("home.html", prices=PRICES)


@app.route("/login", methods=["GET", "POST"])
def login() -> AnyResponse | str:
    """Let somebody in."""
    if request.method == "POST":
        session["visitor"] = request.form["name"]
        return redirect(url_for("home"))
    return render_template("login.html")


@app.get("/things/<int:number>")
def numbered(number: int) -> str:
    """A thing by its place on the shelf."""
    return list(PRICES)[number]


@app.get("/things/<name>")
def thing(name: str) -> str:
    """A thing by its name."""
    if name not in PRICES:
        abort(404)
    app.logger.info("%s looks at %s", g.visitor, name)
    seen = session.setdefault("seen", [])
    seen.append(name)
    return render_template("thing.html", name=name, price=PRICES[name], seen=seen)


@app.post("/basket")
def basket() -> AnyResponse:
    """Put something into the basket."""
    name = request.form["name"]
    total = session.get("total", 0) + PRICES[name]
    session["total"] = total
    app.logger.info("%s takes %s, %.2f so far", g.visitor, name, total)
    return redirect(url_for("thing", name=name))


@app.get("/office")
def office() -> str:
    """Not for everybody."""
    return "Only for those who work here."


@app.get("/api/prices")
def prices() -> dict[str, float]:
    """The same for programs."""
    return PRICES
