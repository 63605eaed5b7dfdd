"""The bench: one guest, its exchanges, one of them from the inside, and a composer."""

from http import HTTPStatus
from typing import Any, Final

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from server.lenses.registry import LENSES
from server.model.exchange import Exchange
from server.model.guest import SensorState
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.guests.guests import Guest
from server.web.base.context import services
from server.web.base.errors import respond
from server.web.base.htmx import go_to, nothing
from server.web.bench import composer, list_filter
from server.web.bench.urls import bench_url

blueprint = Blueprint("bench", __name__, url_prefix="/bench")

MOST_RECENT: Final = 500
_RARE: Final = frozenset(lens.kind for lens in LENSES if lens.rare)


def guest_of(id: str) -> Guest:  # noqa: A002 - it is the guest's id
    """The guest of that id; a page that says it is gone otherwise."""
    found = services().guests.get(id)
    if found is None:
        abort(HTTPStatus.NOT_FOUND)
    return found


@blueprint.get("")
def index() -> ResponseReturnValue:
    """The open guests; with one, its bench at once. With `all` in the query also what was open before."""
    guests = services().guests.all()
    everything = "all" in request.args
    if len(guests) == 1 and not everything:
        return redirect(bench_url(guests[0]), HTTPStatus.SEE_OTHER)
    specs = {guest.target.spec for guest in guests}
    known = services().store.recent.list(limit=MOST_RECENT) if everything else ()
    recent = tuple(item for item in known if item.target.spec not in specs)
    return render_template("bench/index.html", guests=guests, recent=recent, running={})


@blueprint.get("/<guest_id>")
def show(guest_id: str) -> ResponseReturnValue:
    """The bench of a guest; `exchange` in the query says which exchange is read."""
    guest = guest_of(guest_id)
    wanted = list_filter.read(request.args)
    rows, more = list_filter.rows(guest.id, wanted)
    chosen = request.args.get("exchange", type=int)
    exchange = exchange_of(chosen) if chosen else None
    return render_template(
        "bench/show.html",
        rows=rows,
        more=more,
        filter=wanted,
        chosen=chosen,
        form=composer.blank(),
        **(of_exchange(exchange) if exchange else {"exchange": None}),
        **of_guest(guest),
    )


@blueprint.get("/<guest_id>/head")
def head(guest_id: str) -> str:
    """The guest's header, anew."""
    return render_template("bench/_head.html", **of_guest(guest_of(guest_id)))


@blueprint.get("/<guest_id>/rows")
def rows(guest_id: str) -> str:
    """A page of the list; `before` goes on from an id."""
    guest = guest_of(guest_id)
    wanted = list_filter.read(request.args)
    found, more = list_filter.rows(guest.id, wanted, request.args.get("before", type=int))
    return render_template("bench/_rows.html", rows=found, more=more, filter=wanted, guest=guest)


@blueprint.get("/<guest_id>/output")
def output(guest_id: str) -> str:
    """The tail of what the guest printed."""
    return render_template("bench/_output.html", **of_guest(guest_of(guest_id)))


@blueprint.get("/<guest_id>/routes")
def routes(guest_id: str) -> list[dict[str, Any]]:
    """The URL rules that the composer completes from."""
    return [
        {
            "rule": route.rule,
            "endpoint": route.endpoint,
            "methods": sorted(set(route.methods) - {"HEAD", "OPTIONS"}) or list(route.methods),
            "arguments": list(route.arguments),
        }
        for route in guest_of(guest_id).status.routes
    ]


@blueprint.post("/<guest_id>/restart")
def restart(guest_id: str) -> str:
    """Start the guest anew."""
    guest = guest_of(guest_id)
    guest.restart()
    return render_template("bench/_head.html", **of_guest(guest))


@blueprint.post("/<guest_id>/stop")
def stop(guest_id: str) -> str:
    """End the guest's processes; its exchanges stay."""
    guest = guest_of(guest_id)
    guest.stop()
    return render_template("bench/_head.html", **of_guest(guest))


@blueprint.post("/<guest_id>/worker")
def worker(guest_id: str) -> ResponseReturnValue:
    """Start the Celery worker of the app beside it, or with `stop` in the form end it."""
    guest = guest_of(guest_id)
    if "stop" in request.form:
        guest.stop_worker()
    else:
        refused = guest.start_worker()
        if refused is not None:
            return respond(refused)
    return render_template("bench/_head.html", **of_guest(guest))


@blueprint.post("/<guest_id>/close")
def close(guest_id: str) -> ResponseReturnValue:
    """End the guest and leave it out of the list."""
    services().guests.remove(guest_of(guest_id).id)
    return go_to(url_for("home.index"))


@blueprint.post("/<guest_id>/window")
def window(guest_id: str) -> ResponseReturnValue:
    """Show the guest in a window of its own, or with `where=browser` in the system's browser."""
    guest = guest_of(guest_id)
    window_api = services().window_api
    if window_api is None or not guest.url:
        return respond(
            Problem(
                code=ProblemCode.NO_WINDOW,
                cause=_("The app cannot be shown in a window now."),
                remedy=_("Start it, then try again."),
            )
        )
    if request.form.get("where") == "browser":
        window_api.open_external(guest.url)
    else:
        window_api.open_window(guest.url, guest.target.name)
    return nothing()


@blueprint.post("/<guest_id>/send")
def send(guest_id: str) -> ResponseReturnValue:
    """Send what the composer says and show the exchange."""
    guest = guest_of(guest_id)
    outgoing = composer.outgoing(request.form, request.files)
    sent = outgoing if isinstance(outgoing, Problem) else composer.send(guest, outgoing)
    if isinstance(sent, Problem):
        return respond(sent)
    return detail(sent)


def detail(exchange: Exchange) -> ResponseReturnValue:
    """An exchange in the detail pane; the header tells the page which it is."""
    page = render_template("bench/_exchange.html", **of_exchange(exchange))
    return page, HTTPStatus.OK, {"X-Fumehood-Exchange": str(exchange.id)}


def of_exchange(exchange: Exchange) -> dict[str, Any]:
    """What the templates of one exchange need; the sensors are those of its guest as it runs now."""
    guest = services().guests.get(exchange.guest)
    return {
        "exchange": exchange,
        "extra": extra_tabs(exchange),
        "sensors": guest.status.sensors if guest else (),
    }


def extra_tabs(exchange: Exchange) -> list[dict[str, str]]:
    """The tabs after the lenses."""
    if exchange.response is None:
        return []
    return [
        {"id": "rendered", "label": _("Rendered"), "url": url_for("exchanges.rendered", id=exchange.id)},
        {"id": "source", "label": _("Source"), "url": url_for("exchanges.source", id=exchange.id)},
        {"id": "headers", "label": _("Headers"), "url": url_for("exchanges.headers", id=exchange.id)},
    ]


def exchange_of(id: int) -> Exchange | None:  # noqa: A002 - it is the exchange's id
    """The exchange of that id, stored or still under way."""
    found = services().store.exchange(id)
    if found is not None:
        return found
    return next((one for one in services().live_feed.open_exchanges() if one.id == id), None)


def of_guest(guest: Guest) -> dict[str, Any]:
    """What the templates of one guest need."""
    status = guest.status
    return {
        "guest": guest,
        "status": status,
        "blind": tuple(filter(_is_blind, status.sensors)),
        "has_window": services().window_api is not None,
    }


def _is_blind(sensor: SensorState) -> bool:
    """Whether something is not seen that every app has; a library that an app does not use is no loss."""
    return sensor.state == "off" or (sensor.state == "absent" and sensor.name not in _RARE)
