"""What the user does with paused requests: evaluate expressions, let them go on, pause at exceptions."""

from http import HTTPStatus
from typing import Final

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from server.model.exchange import Exchange, ExchangeState
from server.model.problem import Problem
from server.model.whole_number import whole_number
from server.runner.guests.guests import Guest
from server.web.base.context import services
from server.web.base.errors import respond
from server.web.base.htmx import nothing
from server.web.bench import routes as bench

blueprint = Blueprint("debugging", __name__)

LONGEST_EXPRESSION: Final = 2_000


@blueprint.post("/exchanges/<int:id>/evaluate")
def evaluate(id: int) -> ResponseReturnValue:  # noqa: A002 - it is the exchange's id
    """Evaluate the `expression` in the `frame` of the `pause` that the form names, in the guest."""
    guest, pause = _paused(id)
    frame = whole_number(request.form.get("frame", ""))
    expression = request.form.get("expression", "").strip()
    if frame is None or not 0 < len(expression) <= LONGEST_EXPRESSION:
        abort(HTTPStatus.UNPROCESSABLE_ENTITY)
    evaluated = guest.evaluate(pause, frame, expression)
    if isinstance(evaluated, Problem):
        return respond(evaluated)
    return render_template("bench/_evaluated.html", evaluated=evaluated)


@blueprint.post("/exchanges/<int:id>/continue")
def go_on(id: int) -> ResponseReturnValue:  # noqa: A002 - it is the exchange's id
    """Let the `pause` of the form go on; the page hears of it from the guest."""
    guest, pause = _paused(id)
    problem = guest.resume(pause)
    return respond(problem) if problem is not None else nothing()


@blueprint.post("/bench/<guest_id>/pausing")
def choose(guest_id: str) -> ResponseReturnValue:
    """Pause requests at exceptions that nothing handles, or no longer, until the app is closed."""
    guest = bench.guest_of(guest_id)
    guest.pause_at_exceptions(request.form.get("exceptions") == "yes")
    return render_template("bench/_guest_header.html", **bench.guest_variables(guest))


def _paused(id: int) -> tuple[Guest, int]:  # noqa: A002 - it is the exchange's id
    """Return the guest of an open exchange and the pause of the form; 404 if there is no such pause now."""
    exchange: Exchange | None = bench.exchange_of(id)
    guest = services().guests.get(exchange.guest) if exchange is not None else None
    pause = whole_number(request.form.get("pause", ""))
    if exchange is None or guest is None or exchange.state is not ExchangeState.OPEN:
        abort(HTTPStatus.NOT_FOUND)
    if exchange.run != guest.run or pause not in {each.pause for each in guest.paused(exchange.number)}:
        abort(HTTPStatus.NOT_FOUND)
    assert pause is not None  # noqa: S101 - None is the number of no pause
    return guest, pause
