"""Two Flask apps, mounted side by side in one process."""

from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware

front = Flask("front")
back = Flask("back")


@front.route("/")
def front_index() -> str:
    """Answer, from the first app."""
    return "front"


@back.before_request
def back_hook() -> None:
    """Do nothing, before a request of the second app."""


@back.route("/")
def back_index() -> str:
    """Answer, from the second app."""
    return "back"


application = DispatcherMiddleware(front, {"/back": back})
