"""Names on `flask.g`: set in a hook, read in a view, removed in a teardown, and those of hostile objects."""

from typing import Any

from flask import Flask, g, request

app = Flask(__name__)


class Hostile:
    """An object that must not be asked anything."""

    def __repr__(self) -> str:
        """Fail, as does a comparison."""
        raise RuntimeError("asked for its text")

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("compared")

    __hash__ = None  # type: ignore[assignment]  # it can be in no set


class OtherNames:
    """A class of the app's own in the place of Flask's, without any of its methods."""


@app.before_request
def connect() -> None:
    """Set two names."""
    if request.path == "/":
        g.db = "connection"
        g.api_token = "swordfish-77"


@app.get("/")
def index() -> str:
    """Read one name twice, ask for one that is missing in three ways, and set one by default."""
    missing = [g.get("user"), getattr(g, "user", None), hasattr(g, "user"), "user" in g]
    g.setdefault("items", []).append(1)
    g.setdefault("items", [])
    del g.api_token
    return f"{g.db} {g.get('db')} {missing}"


@app.get("/hostile")
def hostile() -> str:
    """Keep an object that cannot be looked at, and change names behind the methods."""
    g.thing = Hostile()
    g.__dict__["hidden"] = 1
    g.thing = Hostile()
    return f"{type(g.thing).__name__} {sorted(g)}"


@app.get("/many")
def many() -> str:
    """Set more names than are reported."""
    for number in range(50):
        setattr(g, f"n{number}", number)
    return "done"


@app.get("/errors")
def errors() -> dict[str, Any]:
    """Return the errors of names that are missing."""
    found: dict[str, Any] = {}
    for name, act in (("read", lambda: g.user), ("delete", lambda: delattr(g, "user")), ("pop", g.pop)):
        try:
            act("user") if name == "pop" else act()  # type: ignore[call-arg]  # three shapes
        except (AttributeError, KeyError) as error:
            behind = error.__context__
            further = getattr(behind, "__context__", None)
            found[name] = [type(error).__name__, str(error), type(behind).__name__, type(further).__name__]
    return found


@app.get("/other")
def other() -> str:
    """Use a context with names of another class."""
    app.app_ctx_globals_class = OtherNames  # type: ignore[assignment]  # that is the point
    try:
        with app.app_context():
            g.user = "Ada"
            return str(g.user)
    finally:
        del app.app_ctx_globals_class


@app.teardown_request
def close(error: object) -> None:
    """Remove the connection."""
    g.pop("db", None)
