"""Views that are not what their rules were made with, and a step of Flask that a subclass replaces."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.views import MethodView, View


class Answering(Flask):
    """Makes responses in its own way."""

    def make_response(self, *given: Any) -> Any:
        """Refuse numbers."""
        if given[-1] == "refused":
            raise ValueError("refused")
        return super().make_response(*given)


app = Answering(__name__)


def instead() -> str:
    """Answer in the place of another view."""
    return "instead"


def swapping(_: Callable[[], str]) -> Callable[[], str]:
    """Return another function than the one decorated."""
    return instead


@app.get("/decorated")
@swapping
def decorated() -> str:
    """Never run."""
    return "decorated"


@app.get("/later")
def later() -> str:
    """Never run."""
    return "later"


app.view_functions["later"] = instead


class Item(MethodView):
    """Calls the method of the request's name."""

    def get(self) -> str:
        """Answer."""
        return "item"


class Checked(Item):
    """Has a dispatch of its own, which calls something else."""

    def dispatch_request(self, **_: Any) -> Any:
        """Answer by itself."""
        return "checked"


class Page(View):
    """Has a `get` that is no view."""

    def get(self) -> str:
        """Return what is not asked for."""
        return "never"

    def dispatch_request(self) -> str:
        """Answer."""
        return "page"


app.add_url_rule("/item", view_func=Item.as_view("item"))
app.add_url_rule("/checked", view_func=Checked.as_view("checked"))
app.add_url_rule("/page", view_func=Page.as_view("page"))


@app.get("/refused")
def refused() -> str:
    """Return what no response can be made of."""
    return "refused"
