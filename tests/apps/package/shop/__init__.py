"""An app in a package that imports its own modules."""

from flask import Flask

from shop.greeting import GREETING  # type: ignore[import-not-found]  # its root is the folder above


def create_app() -> Flask:
    """Return the app."""
    app = Flask(__name__)

    @app.route("/")
    def index() -> str:
        return str(GREETING)

    return app
