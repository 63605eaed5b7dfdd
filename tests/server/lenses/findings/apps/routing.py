"""Mistakes of rules, URLs and redirects, and the same without the mistake."""

from flask import Flask, Response, redirect, url_for

app = Flask(__name__)
app.config["TRUSTED_HOSTS"] = ["localhost", "127.0.0.1"]


@app.get("/about")
def about() -> str:
    """Answer without a slash at the end."""
    return "about"


@app.get("/news/")
def news() -> str:
    """Answer with a slash at the end, so Flask redirects to it."""
    return "news"


@app.post("/sign")
def sign() -> str:
    """Take one method."""
    return "signed"


@app.get("/round")
def round_() -> Response:
    """Redirect to itself."""
    return redirect("/round#top")  # type: ignore[return-value]  # Werkzeug's response is one


@app.get("/second-try")
def second_try() -> Response:
    """Redirect to itself with a cookie that ends the circle."""
    response = redirect("/second-try")
    response.set_cookie("tried", "yes")
    return response  # type: ignore[return-value]  # Werkzeug's response is one


@app.get("/away")
def away() -> Response:
    """Redirect to a whole URL."""
    return redirect(url_for("about", _external=True))  # type: ignore[return-value]  # Werkzeug's response is one


@app.get("/unknown-endpoint")
def unknown_endpoint() -> str:
    """Misspell an endpoint."""
    return url_for("abuot")


@app.get("/no-values")
def no_values() -> str:
    """Leave out what a rule needs."""
    return url_for("item")


@app.get("/item/<int:number>")
def item(number: int) -> str:
    """Build a URL that exists."""
    return url_for("item", number=number)


@app.route("/api/", methods=["POST", "OPTIONS"])
def api() -> tuple[str, int]:
    """Answer a preflight."""
    return "", 204
