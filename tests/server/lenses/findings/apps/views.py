"""Mistakes of views, hooks, handlers and sessions, and the same without the mistake."""

import threading
from typing import Any

from flask import Flask, Response, current_app, render_template, render_template_string, request, session

app = Flask(__name__)
app.secret_key = "a key of this test alone"


@app.after_request
def add_header(response: Response) -> Response:
    """Forget the response for one path."""
    response.headers["X-Seen"] = "yes"
    if request.path == "/hook-nothing":
        return None  # type: ignore[return-value]  # the mistake
    return response


@app.errorhandler(ZeroDivisionError)
def hide(error: ZeroDivisionError) -> str | tuple[str, int]:
    """Answer an exception with 200 for one path."""
    return "fine" if request.path == "/hidden" else (str(error), 500)


@app.get("/hook-nothing")
@app.get("/fine")
def fine() -> str:
    """Answer."""
    return "fine"


@app.get("/nothing")
def nothing() -> str:
    """Return nothing."""
    return None  # type: ignore[return-value]  # the mistake


@app.get("/a-set")
def a_set() -> Any:
    """Return what is no response."""
    return {1, 2}


@app.get("/json/set")
def json_set() -> Any:
    """Return a dict with what JSON does not know."""
    return {"seen": {1, 2}}


@app.get("/json/list")
def json_list() -> Any:
    """Return a dict with what JSON knows."""
    return {"seen": [1, 2]}


@app.get("/hidden")
@app.get("/told")
def divide() -> str:
    """Raise an exception that a handler answers."""
    return str(1 // 0)


@app.get("/no-app-context")
def no_app_context() -> str:
    """Use the app in a thread that has no context."""
    raised: list[RuntimeError] = []

    def use() -> None:
        try:
            current_app.config.get("TESTING")
        except RuntimeError as error:
            raised.append(error)

    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
    raise raised[0]


@app.get("/no-request-context")
def no_request_context() -> str:
    """Use the request in a thread that has no context."""
    raised: list[RuntimeError] = []

    def use() -> None:
        try:
            str(request.path)
        except RuntimeError as error:
            raised.append(error)

    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
    raise raised[0]


@app.get("/cart")
def cart() -> str:
    """Begin a session."""
    session["cart"] = ["tea"]
    return "begun"


@app.get("/cart/shown")
def shown() -> str:
    """Read the session."""
    return str(session.get("cart"))


@app.get("/cart/in-place")
def in_place() -> str:
    """Change the list inside, and tell nobody."""
    session["cart"].append("cup")
    return "added"


@app.get("/cart/told")
def in_place_told() -> str:
    """Change the list inside, and say so."""
    session["cart"].append("cup")
    session.modified = True
    return "added"


@app.get("/template/missing")
def missing() -> str:
    """Render a template that does not exist."""
    return render_template("nowhere.html")


@app.get("/template/undefined")
def undefined() -> str:
    """Read an attribute of a name that was not passed."""
    return render_template_string("{{ visitor.name }}")


@app.get("/template/passed")
def passed() -> str:
    """Pass the name."""
    return render_template_string("{{ visitor.name }}", visitor={"name": "Ada"})
