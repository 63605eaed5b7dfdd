"""Every hook, in an app and in nested blueprints, with errors handled at each level."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, abort, after_this_request, g, request

app = Flask(__name__)
outer = Blueprint("outer", __name__, url_prefix="/outer")
inner = Blueprint("inner", __name__, url_prefix="/inner")


@app.url_value_preprocessor
def take_language(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Move the language out of the view's arguments."""
    g.language = (values or {}).pop("language", None)


@app.before_request
def first() -> None:
    """Runs first."""


@app.before_request
def gate() -> Any:
    """Answers instead of the view when asked to."""
    return ("closed", 403) if "closed" in request.args else None


@app.after_request
def stamp(response: Any) -> Any:
    """Marks the response."""
    response.headers["X-Stamp"] = "1"
    return response


@app.teardown_request
def tidy(error: BaseException | None) -> None:
    """Runs when the request is torn down."""


@app.teardown_appcontext
def close(error: BaseException | None) -> None:
    """Runs when the app context is torn down."""


@app.errorhandler(404)
def lost(error: Exception) -> Any:
    """Answers for 404."""
    return "lost", 404


@app.errorhandler(500)
def broken(error: Exception) -> Any:
    """Answers for 500."""
    return "broken", 500


@outer.before_request
def outer_before() -> None:
    """The outer blueprint's."""


@inner.before_request
def inner_before() -> None:
    """The inner blueprint's."""


@inner.after_request
def inner_after(response: Any) -> Any:
    """The inner blueprint's."""
    return response


@inner.errorhandler(KeyError)
def no_key(error: KeyError) -> Any:
    """Answers for a missing key."""
    return "no key", 400


@app.route("/<language>/hello")
def hello(**values: Any) -> str:
    """Says its language."""
    return str(g.language)


@app.route("/plain")
def plain() -> str:
    """Registers one more hook for this request alone."""

    @after_this_request
    def once(response: Any) -> Any:
        response.headers["X-Once"] = "1"
        return response

    return "plain"


@inner.route("/view")
def view() -> str:
    """Just answers."""
    return "view"


@inner.route("/key")
def key() -> str:
    """Misses a key."""
    missing: dict[str, str] = {}
    return missing["nothing"]


@app.route("/abort")
def aborting() -> str:
    """Gives up."""
    abort(404)


@app.route("/crash")
def crash() -> str:
    """Divides by zero."""
    secret = 0
    return str(1 / secret)


outer.register_blueprint(inner)
app.register_blueprint(outer)
