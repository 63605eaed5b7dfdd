"""Two Flask apps side by side in one process."""

from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware

front = Flask("front")
back = Flask("back")


@front.route("/")
def front_index() -> str:
    """The front's page."""
    return "front"


@back.before_request
def back_hook() -> None:
    """The back's hook."""


@back.route("/")
def back_index() -> str:
    """The back's page."""
    return "back"


application = DispatcherMiddleware(front, {"/back": back})
