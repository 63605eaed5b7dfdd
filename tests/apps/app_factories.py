"""Factories with and without arguments, and names that are not apps."""

from __future__ import annotations

from flask import Flask

number = 7


def create_app(name: str = "nobody", *, loud: bool = False) -> Flask:
    """Return an app that answers with the name."""
    app = Flask(__name__)

    @app.route("/")
    def index() -> str:
        return name.upper() if loud else name

    return app


def needs(name: str) -> Flask:
    """A factory with a required argument."""
    return create_app(name)


def breaks() -> Flask:
    """A factory that raises."""
    raise RuntimeError("the factory broke")
