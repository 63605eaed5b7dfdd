"""An app whose hooks and views are coroutines; it needs asgiref."""

from __future__ import annotations

import logging

from flask import Flask
from flask.views import MethodView

app = Flask(__name__)
log = logging.getLogger("async_views")


@app.before_request
async def wait() -> None:
    """A hook that is a coroutine."""


@app.route("/")
async def view() -> str:
    """Answer from a coroutine, and log there."""
    log.warning("inside")
    return "async"


class Item(MethodView):
    """A class-based view whose method is a coroutine."""

    async def get(self) -> str:
        """Answer."""
        return "item"


app.add_url_rule("/item", view_func=Item.as_view("item"))
