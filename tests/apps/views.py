"""An app with views of each kind: functions, classes, methods, and a WSGI application."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.views import MethodView, View

app = Flask(__name__)


class Item(MethodView):
    """A class-based view with methods."""

    def get(self, number: int) -> str:
        """Answer."""
        return f"item {number}"

    def post(self, number: int) -> dict[str, int]:
        """Answer with JSON."""
        return {"changed": number}


class Page(View):
    """A class-based view with `dispatch_request`."""

    def dispatch_request(self) -> str:
        """Answer."""
        return "page"


@app.route("/nothing")
def nothing() -> Any:
    """Return None, which is an error."""


@app.route("/callable")
def other() -> Any:
    """Return a WSGI application."""

    def answer(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"from wsgi"]

    return answer


app.add_url_rule("/item/<int:number>", view_func=Item.as_view("item"))
app.add_url_rule("/page", view_func=Page.as_view("page"))
