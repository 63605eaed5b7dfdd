"""The page of a series: one request sent many times, with the distribution of its times."""

from collections import Counter
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from server import preferences
from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.model.whole_number import whole_number
from server.runner.guests.guests import Guest
from server.runner.requests.series import IDEMPOTENT, MOST_AT_ONCE, MOST_REQUESTS, RequestSeries
from server.runner.requests.timings import distribution
from server.web.base.background import start_thread
from server.web.base.context import services, settings
from server.web.base.errors import respond
from server.web.base.htmx import go_to
from server.web.bench import composer, identities
from server.web.bench.routes import guest_of
from server.web.requests import environments

blueprint = Blueprint("series", __name__, url_prefix="/bench")

WIDTH, HEIGHT = 600, 160
"""Of the drawing, in its own units."""


@blueprint.get("/<guest_id>/series")
def show(guest_id: str) -> str:
    """Show the last series of requests to the guest."""
    guest = guest_of(guest_id)
    return render_template("requests/series.html", guest=guest, **_variables(guest))


@blueprint.get("/<guest_id>/series/progress")
def progress(guest_id: str) -> str:
    """Show how far the series is; the part asks for itself again as long as it is running."""
    guest = guest_of(guest_id)
    return render_template("requests/_series.html", guest=guest, **_variables(guest))


@blueprint.post("/<guest_id>/series")
def start(guest_id: str) -> ResponseReturnValue:
    """Send the request of the composer `number` times, `at_once` at a time, and lead to its page.

    A method whose repetition may change something needs `confirmed` in the form.
    """
    guest = guest_of(guest_id)
    form = environments.filled(request.form, guest.target)
    outgoing = form if isinstance(form, Problem) else composer.outgoing(form, request.files)
    if isinstance(outgoing, Problem):
        return respond(outgoing)
    number = whole_number(request.form.get("number", "").strip() or "10")
    at_once = whole_number(request.form.get("at_once", "").strip() or "1")
    if not number or not at_once or number > MOST_REQUESTS or at_once > MOST_AT_ONCE:
        return respond(_out_of_bounds())
    if outgoing.method not in IDEMPOTENT and "confirmed" not in request.form:
        return render_template("requests/_confirm_series.html", guest=guest, outgoing=outgoing, number=number)
    series = _series(guest, outgoing, number=number, at_once=at_once)
    if not services().series.begin(guest.id, series, start_thread):
        return respond(_running())
    return go_to(url_for("series.show", guest_id=guest_id))


@blueprint.post("/<guest_id>/series/cancel")
def cancel(guest_id: str) -> str:
    """Send no further request of the series."""
    guest = guest_of(guest_id)
    series = services().series.of(guest.id)
    if series is None:
        abort(404)
    series.cancel()
    return progress(guest_id)


def _series(guest: Guest, outgoing: OutgoingRequest, *, number: int, at_once: int) -> RequestSeries:
    seconds = preferences.number(settings(), preferences.REQUEST_SECONDS)
    identity = request.form.get("identity", identities.NOBODY)
    return RequestSeries(
        identities.with_cookies(outgoing, guest.target, identity),
        lambda each: guest.send(each, timeout=seconds),
        number=number,
        at_once=at_once,
    )


def _variables(guest: Guest) -> dict[str, Any]:
    series = services().series.of(guest.id)
    if series is None:
        return {"series": None}
    state = series.progress
    times = distribution(state.times)
    highest = max((bar.count for bar in times.bars), default=1) if times else 1
    return {
        "series": series,
        "state": state,
        "times": times,
        "statuses": sorted(Counter(state.statuses).items()),
        "problems": Counter(problem.cause for problem in state.problems).most_common(3),
        "bars": _drawn(times.bars, highest) if times else (),
        "highest": highest,
        "width": WIDTH,
        "height": HEIGHT,
    }


def _drawn(bars: tuple[Any, ...], highest: int) -> tuple[dict[str, Any], ...]:
    """Return the bars with their places in the drawing."""
    width = WIDTH / len(bars)
    return tuple(
        {
            "bar": bar,
            "x": round(width * at + 1, 2),
            "width": round(max(width - 2, 1), 2),
            "y": round(HEIGHT - HEIGHT * bar.count / highest, 2),
            "height": round(HEIGHT * bar.count / highest, 2),
        }
        for at, bar in enumerate(bars)
    )


def _out_of_bounds() -> Problem:
    return Problem(
        code=ProblemCode.OUT_OF_BOUNDS,
        cause=_("A series has so many requests that it cannot be sent, or none."),
        remedy=_(
            "Enter 1 to %(most)s requests, and at most %(at_once)s at once.",
            most=MOST_REQUESTS,
            at_once=MOST_AT_ONCE,
        ),
    )


def _running() -> Problem:
    return Problem(
        code=ProblemCode.BUSY,
        cause=_("A series of requests to this app is still running."),
        remedy=_("Wait until it is over, or cancel it on its page."),
    )
