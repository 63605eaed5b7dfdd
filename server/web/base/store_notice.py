"""The notice that nothing is kept at present: on every page while it lasts."""

import hashlib
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Flask, Response, render_template, request
from flask.typing import ResponseReturnValue

from server.model.problem import Problem
from server.web.base.context import services
from server.web.base.htmx import is_htmx_request, nothing

CHANGED: Final = "store-changed"  # an event of the page, upon which it asks for the notice
ENDPOINT: Final = "store_notice.show"

blueprint = Blueprint("store_notice", __name__)


@dataclass(frozen=True, slots=True)
class StoreNotice:
    """What is shown, and a short name for it, by which a page asks only for another one."""

    problem: Problem
    name: str


def current() -> StoreNotice | None:
    """Return the notice in the language of the request; None if everything is kept."""
    problem = services().store.outage_problem
    if problem is None:
        return None
    text = f"{problem.cause} {problem.remedy}"
    return StoreNotice(problem, hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12])


@blueprint.get("/store-notice")
def show() -> ResponseReturnValue:
    """Show the notice, an empty place if there is none; nothing if it is the one that `shown` names."""
    notice = current()
    if request.args.get("shown", "") == (notice.name if notice is not None else ""):
        return nothing()
    return render_template("layout/_store_notice.html", store_notice=lambda: notice)


def register(app: Flask) -> None:
    """Let parts of pages say that there is a notice, so that a page which was loaded before it shows it."""

    @app.after_request
    def announce(response: Response) -> Response:
        if is_htmx_request() and request.endpoint != ENDPOINT and services().store.outage_problem is not None:
            response.headers["HX-Trigger"] = CHANGED
        return response
