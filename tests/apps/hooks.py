"""An app with hooks of every kind, also in nested blueprints, and error handlers at each level."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, abort, after_this_request, g, request

app = Flask(__name__)
outer = Blueprint("outer", __name__, url_prefix="/outer")
inner = Blueprint("inner", __name__, url_prefix="/inner")


@app.url_value_preprocessor
def take_language(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Remove the language from the view's arguments."""
    g.language = (values or {}).pop("language", None)


@app.before_request
def first() -> None:
    """Do nothing."""


@app.before_request
def gate() -> Any:
    """Answer in place of the view if asked to."""
    return ("closed", 403) if "closed" in request.args else None


@app.after_request
def stamp(response: Any) -> Any:
    """Add a header."""
    response.headers["X-Stamp"] = "1"
    return response


@app.teardown_request
def tidy(error: BaseException | None) -> None:
    """Do nothing."""


@app.teardown_appcontext
def close(error: BaseException | None) -> None:
    """Do nothing."""


@app.errorhandler(404)
def lost(error: Exception) -> Any:
    """Answer a 404."""
    return "lost", 404


@app.errorhandler(500)
def broken(error: Exception) -> Any:
    """Answer a 500."""
    return "broken", 500


@outer.before_request
def outer_before() -> None:
    """Do nothing, in the outer blueprint."""


@inner.before_request
def inner_before() -> None:
    """Do nothing, in the inner blueprint."""


@inner.after_request
def inner_after(response: Any) -> Any:
    """Return the response, in the inner blueprint."""
    return response


@inner.errorhandler(KeyError)
def no_key(error: KeyError) -> Any:
    """Answer a missing key, in the inner blueprint."""
    return "no key", 400


@app.route("/<language>/hello")
def hello(**values: Any) -> str:
    """Return the language."""
    return str(g.language)


@app.route("/plain")
def plain() -> str:
    """Register a hook for this request only."""

    @after_this_request
    def once(response: Any) -> Any:
        response.headers["X-Once"] = "1"
        return response

    return "plain"


@inner.route("/view")
def view() -> str:
    """Answer."""
    return "view"


@inner.route("/key")
def key() -> str:
    """Raise KeyError."""
    missing: dict[str, str] = {}
    return missing["nothing"]


@app.route("/abort")
def aborting() -> str:
    """Abort with 404."""
    abort(404)


@app.route("/crash")
def crash() -> str:
    """Divide by zero."""
    secret = 0
    return str(1 / secret)


outer.register_blueprint(inner)
app.register_blueprint(outer)
