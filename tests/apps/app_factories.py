"""Factories with and without arguments, and things that are no app."""

from __future__ import annotations

from flask import Flask

number = 7


def create_app(name: str = "nobody", *, loud: bool = False) -> Flask:
    """An app that knows its name."""
    app = Flask(__name__)

    @app.route("/")
    def index() -> str:
        return name.upper() if loud else name

    return app


def needs(name: str) -> Flask:
    """A factory that must be given something."""
    return create_app(name)


def breaks() -> Flask:
    """A factory that fails."""
    raise RuntimeError("the factory broke")
