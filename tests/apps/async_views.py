"""Coroutines where functions are usual; needs asgiref."""

from __future__ import annotations

import logging

from flask import Flask
from flask.views import MethodView

app = Flask(__name__)
log = logging.getLogger("coroutines")


@app.before_request
async def wait() -> None:
    """A hook that is a coroutine."""


@app.route("/")
async def view() -> str:
    """Answers from a coroutine, and logs from there."""
    log.warning("inside")
    return "async"


class Item(MethodView):
    """One thing."""

    async def get(self) -> str:
        """Show it."""
        return "item"


app.add_url_rule("/item", view_func=Item.as_view("item"))
