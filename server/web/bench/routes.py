"""The routes of the bench: a guest, the list of its exchanges, the details of one, and the composer."""

from dataclasses import replace
from functools import cache
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from server import preferences
from server.model.exchange import Exchange
from server.model.guest import GuestStatus, SensorState
from server.model.notice import Notice
from server.model.printable import printable_line
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.guests.guests import Guest
from server.runner.guests.notices import many_routes_notice, old_flask_notice
from server.runner.requests import cookie_text
from server.web.base.context import services, settings
from server.web.base.errors import respond
from server.web.base.htmx import go_to, nothing
from server.web.base.numbers import query_number
from server.web.bench import composer, identities, list_filter, pauses, preview, route_list
from server.web.bench.lost_notices import lost_notices
from server.web.bench.replay_request import next_hop
from server.web.bench.urls import return_url
from server.web.open_app.crash_remedies import remedies_of
from server.web.open_app.starting import is_watchable, open_guest
from server.web.requests import environments, saved_form
from server.web.requests.pasted_curl import form_of_curl

blueprint = Blueprint("bench", __name__, url_prefix="/bench")

MAX_RECENT: Final = 500


def guest_of(id: str) -> Guest:  # noqa: A002 - it is the guest's id
    """Return the guest of that id; answer 404 if there is none."""
    guest = services().guests.get(id)
    if guest is None:
        abort(HTTPStatus.NOT_FOUND)
    return guest


@blueprint.get("")
def index() -> ResponseReturnValue:
    """Show the open guests, or the bench of the only one; with `all` in the query recent apps too."""
    guests = services().guests.all()
    everything = "all" in request.args
    if len(guests) == 1 and not everything:
        return redirect(return_url(guests[0]), HTTPStatus.SEE_OTHER)
    opened = services().store.recent.list(limit=MAX_RECENT) if everything else ()
    recent = tuple(item for item in opened if open_guest(item.target) is None)
    return render_template(
        "bench/guests.html", guests=guests, recent=recent, open_guest=open_guest, return_url=return_url
    )


@blueprint.get("/<guest_id>")
def show(guest_id: str) -> ResponseReturnValue:
    """Show the bench of a guest, with the exchange and the saved request that the query names, if it does."""
    guest = guest_of(guest_id)
    bar = list_filter.read(request.args)
    page = list_filter.page(guest.id, bar)
    newest = page.rows[0].id if page.rows and page.by_time else None
    chosen = query_number("exchange") or newest
    exchange = exchange_of(chosen) if chosen else None
    form = saved_form.opened(guest.target, request.args.get("saved", ""))
    return render_template(
        "bench/guest.html",
        page=page,
        filter=bar,
        visitors=list_filter.visitors(guest.id),
        chosen=chosen,
        form=composer.blank() if isinstance(form, Problem | None) else form,
        opened=isinstance(form, composer.Form),
        saved_problem=form if isinstance(form, Problem) else None,
        listed_routes=route_list.listed(guest.status.routes),
        unreadable=services().store.unreadable(chosen) if chosen and exchange is None else None,
        **(exchange_variables(exchange) if exchange else {"exchange": None}),
        **guest_variables(guest),
    )


@blueprint.get("/<guest_id>/head")
def head(guest_id: str) -> str:
    """Show the header of the guest."""
    return render_template("bench/_guest_header.html", **guest_variables(guest_of(guest_id)))


@blueprint.get("/<guest_id>/rows")
def rows(guest_id: str) -> str:
    """Show a page of the list, the rows before the id `before` if it is given.

    With `earlier` in the query they are those of earlier openings of the app.
    """
    guest = guest_of(guest_id)
    bar = list_filter.read(request.args)
    before = query_number("before")
    only_earlier = "earlier" in request.args
    page = list_filter.page(guest.id, bar, before, earlier=only_earlier)
    return render_template(
        "bench/_exchange_rows.html",
        page=page,
        filter=bar,
        guest=guest,
        only_earlier=only_earlier,
    )


@blueprint.get("/<guest_id>/output")
def output(guest_id: str) -> ResponseReturnValue:
    """Show the last lines that the guest printed; answer 204 if it has printed nothing since `seen`."""
    guest = guest_of(guest_id)
    printed = guest.printed
    if request.args.get("seen") == printed:
        return nothing()
    return render_template("bench/_guest_output.html", printed=printed, **guest_variables(guest))


@blueprint.get("/<guest_id>/background")
def background(guest_id: str) -> str:
    """Show what the guest did outside of any exchange."""
    from server.lenses.render.background import background_table  # noqa: PLC0415 - the home page shows no event

    guest = guest_of(guest_id)
    table = background_table(guest.background)
    return render_template("bench/background.html", guest=guest, table=table)


@blueprint.get("/<guest_id>/routes")
def routes(guest_id: str) -> list[dict[str, Any]]:
    """Return the URL rules, from which the composer completes paths."""
    return [
        {
            "rule": route.rule,
            "endpoint": route.endpoint,
            "methods": list(route_list.choosable(route)),
            "arguments": list(route.arguments),
        }
        for route in guest_of(guest_id).status.routes
    ]


@blueprint.get("/<guest_id>/nothing")
def no_selection(guest_id: str) -> str:
    """Show what a bench shows where no exchange is chosen: the routes of the app."""
    guest = guest_of(guest_id)
    return render_template(
        "bench/_no_selection.html",
        listed_routes=route_list.listed(guest.status.routes),
        **guest_variables(guest),
    )


@blueprint.post("/<guest_id>/restart")
def restart(guest_id: str) -> str:
    """Restart the guest."""
    guest = guest_of(guest_id)
    guest.restart()
    return render_template("bench/_guest_header.html", **guest_variables(guest))


@blueprint.post("/<guest_id>/stop")
def stop(guest_id: str) -> str:
    """Stop the guest's processes; its exchanges stay."""
    guest = guest_of(guest_id)
    guest.stop()
    return render_template("bench/_guest_header.html", **guest_variables(guest))


@blueprint.post("/<guest_id>/worker")
def worker(guest_id: str) -> ResponseReturnValue:
    """Start the Celery worker of the app, or stop it if the form contains `stop`."""
    guest = guest_of(guest_id)
    if "stop" in request.form:
        guest.stop_worker()
    else:
        problem = guest.start_worker()
        if problem is not None:
            return respond(problem)
    return render_template("bench/_guest_header.html", **guest_variables(guest))


@blueprint.post("/<guest_id>/close")
def close(guest_id: str) -> ResponseReturnValue:
    """Stop the guest, and remove it from the list; with `listed` in the form, go back to the list."""
    services().guests.remove(guest_of(guest_id).id)
    return go_to(url_for("bench.index" if "listed" in request.form else "home.index"))


@blueprint.post("/<guest_id>/window")
def window(guest_id: str) -> ResponseReturnValue:
    """Show the guest in a separate window, or with `where=browser` in the system's browser."""
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
        window_api.open_window(guest.url, printable_line(guest.target.name))
    return nothing()


@blueprint.post("/<guest_id>/send")
def send(guest_id: str) -> ResponseReturnValue:
    """Send the request of the composer, and show the exchange."""
    guest = guest_of(guest_id)
    form = environments.filled(request.form, guest.target)
    outgoing = form if isinstance(form, Problem) else composer.outgoing(form, request.files)
    identity = request.form.get("identity", identities.NOBODY)
    exchange = outgoing if isinstance(outgoing, Problem) else composer.send(guest, outgoing, identity)
    if isinstance(exchange, Problem):
        return respond(exchange)
    return detail(exchange)


@blueprint.post("/<guest_id>/curl")
def paste_curl(guest_id: str) -> ResponseReturnValue:
    """Show the composer, filled with the request of the curl command `text`."""
    guest = guest_of(guest_id)
    form = form_of_curl(request.form.get("text", ""))
    if isinstance(form, Problem):
        return respond(form)
    return render_template("bench/_composer.html", form=form, opened=True, **guest_variables(guest))


@blueprint.get("/<guest_id>/identities")
def show_identities(guest_id: str) -> str:
    """Show the cookies of the visitor that `identity` in the query names."""
    return _identity_page(guest_of(guest_id), request.args.get("identity", identities.DEFAULT))


@blueprint.post("/<guest_id>/identities")
def change_identities(guest_id: str) -> ResponseReturnValue:
    """Add the visitor `new`, forget the cookies of `identity`, or with `remove` the visitor itself."""
    guest = guest_of(guest_id)
    chosen = request.form.get("identity", identities.DEFAULT)
    if "add" in request.form:
        added = identities.add(guest.target, request.form.get("new", ""))
        if isinstance(added, Problem):
            return respond(added)
        chosen = added
    elif "remove" in request.form:
        identities.remove(guest.target, chosen)
        chosen = identities.DEFAULT
    else:
        identities.clear(guest.target, chosen)
    return _identity_page(guest, chosen, changed=True)


def _identity_page(guest: Guest, chosen: str, *, changed: bool = False) -> str:
    return render_template(
        "bench/_identity.html",
        guest=guest,
        identity=chosen,
        identities=identities.names(guest.target),
        cookies=tuple(
            replace(each, name=cookie_text.from_wire(each.name), value=cookie_text.shown(each.value))
            for each in identities.cookies(guest.target, chosen)
        ),
        changed=changed,
    )


@blueprint.post("/<guest_id>/sends/<ticket>/cancel")
def cancel_send(guest_id: str, ticket: str) -> ResponseReturnValue:
    """Give up a request that waits for its turn; a page gave it that ticket."""
    services().sends.cancel(guest_of(guest_id).id, ticket)
    return nothing()


def detail(exchange: Exchange) -> ResponseReturnValue:
    """Show an exchange in the detail pane; a header tells the script of the page its id."""
    page = render_template("bench/_exchange_detail.html", **exchange_variables(exchange))
    return page, HTTPStatus.OK, {"X-Fumehood-Exchange": str(exchange.id)}


def exchange_variables(exchange: Exchange) -> dict[str, Any]:
    """Return the variables of templates that show an exchange; the sensors are those of its guest now."""
    guest = services().guests.get(exchange.guest)
    return {
        "exchange": exchange,
        "extra": parts_of_response(exchange),
        "sensors": guest.status.sensors if guest else (),
        "marks": services().store.row(exchange.id),
        "progress": guest.answer_progress(exchange.id) if guest else None,
        "paused": pauses.shown(guest, exchange) if guest else (),
        "next_hop": next_hop(exchange, guest.original_request(exchange.id), urlsplit(guest.url).netloc)
        if guest
        else None,
    }


def parts_of_response(exchange: Exchange) -> list[dict[str, str]]:
    """Return the tabs inside the tab of the response: first the preview of a page or image."""
    if exchange.response is None:
        return []
    source = {"id": "source", "label": _("Body"), "url": url_for("exchanges.source", id=exchange.id)}
    rendered = {"id": "rendered", "label": _("Preview"), "url": url_for("exchanges.rendered", id=exchange.id)}
    drawn = preview.is_shown(exchange) and not exchange.response.body.content_type.startswith("text/plain")
    return [
        *((rendered, source) if drawn else (source, rendered)),
        {"id": "headers", "label": _("Headers"), "url": url_for("exchanges.headers", id=exchange.id)},
    ]


def exchange_of(id: int) -> Exchange | None:  # noqa: A002 - it is the exchange's id
    """Return the exchange of that id, stored or with what was recorded so far, or None."""
    stored = services().store.exchange(id)
    if stored is not None:
        return stored
    started = next((each for each in services().live_feed.open_exchanges() if each.id == id), None)
    guest = services().guests.get(started.guest) if started is not None else None
    return (guest.open_exchange(id) if guest is not None else None) or started


def guest_variables(guest: Guest) -> dict[str, Any]:
    """Return the variables of templates that show a guest."""
    status = guest.status
    chosen = services().store.projects.settings(guest.target)
    return {
        "guest": guest,
        "others": tuple(other for other in services().guests.all() if other.id != guest.id),
        "status": status,
        "identities": identities.names(guest.target),
        "environments": tuple(each.name for each in environments.all_of(guest.target)),
        "blind": tuple(filter(_is_blind, status.sensors)),
        "interpreter_notice": guest.notice() if guest.notice and not chosen.notice_hidden else None,
        "notices": (
            *filter(None, (_old_flask(status), many_routes_notice(status.routes_left_out))),
            *lost_notices(
                services().store.lost(guest.id), preferences.number(settings(), preferences.HISTORY_MB)
            ),
        ),
        "has_window": services().window_api is not None,
        "watchable": is_watchable(guest.target),
        "app_settings": chosen,
        **remedies_of(guest.target, guest.python, status),
    }


def _old_flask(status: GuestStatus) -> Notice | None:
    """Return the remark that the app's Flask is too old to be seen; an app without routes is no Flask app."""
    return old_flask_notice(status.versions) if status.routes else None


def _is_blind(sensor: SensorState) -> bool:
    """Return whether a sensor misses events; one for a library that the app does not use does not."""
    return sensor.state == "off" or (sensor.state == "absent" and sensor.name not in _rare_kinds())


@cache
def _rare_kinds() -> frozenset[str]:
    from server.lenses.registry import LENSES  # noqa: PLC0415 - the home page shows no exchange

    return frozenset(lens.kind for lens in LENSES if lens.rare)
