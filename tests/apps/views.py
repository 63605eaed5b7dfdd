"""Views of every kind: functions, classes, methods, WSGI applications."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.views import MethodView, View

app = Flask(__name__)


class Item(MethodView):
    """One thing."""

    def get(self, number: int) -> str:
        """Show it."""
        return f"item {number}"

    def post(self, number: int) -> dict[str, int]:
        """Change it."""
        return {"changed": number}


class Page(View):
    """A page of its own kind."""

    def dispatch_request(self) -> str:
        """Show it."""
        return "page"


@app.route("/nothing")
def nothing() -> Any:
    """Forgets to return."""


@app.route("/callable")
def other() -> Any:
    """Returns a WSGI application."""

    def answer(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"from wsgi"]

    return answer


app.add_url_rule("/item/<int:number>", view_func=Item.as_view("item"))
app.add_url_rule("/page", view_func=Page.as_view("page"))
