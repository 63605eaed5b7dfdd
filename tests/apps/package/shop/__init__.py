"""An app in a package that imports its own parts."""

from flask import Flask

from shop.words import GREETING


def create_app() -> Flask:
    """The app."""
    app = Flask(__name__)

    @app.route("/")
    def index() -> str:
        return GREETING

    return app
