"""The page that requests each GET route as each visitor, and shows which of them were let in."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from server import preferences
from server.model.exchange import Exchange
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.guests.guests import Guest
from server.runner.requests.builder import build_request
from server.runner.requests.send_queue import SendingPage
from server.store.exchange_filter import ExchangeFilter
from server.tools.access.plan import planned
from server.tools.access.run import AccessRun
from server.tools.access.verdicts import verdict
from server.web.base.background import start_thread
from server.web.base.context import services, settings
from server.web.base.errors import respond
from server.web.base.htmx import nothing
from server.web.bench import identities
from server.web.bench.routes import guest_of
from server.web.tools.page import show

blueprint = Blueprint("tools_access", __name__, url_prefix="/tools")

SEEN_ROWS = 500


@blueprint.get("/<guest_id>/access")
def page(guest_id: str) -> str:
    """Show the routes and the visitors to choose from, and the last table."""
    guest = guest_of(guest_id)
    rows = services().store.rows(ExchangeFilter(guest=guest.id), limit=SEEN_ROWS)
    return show(
        "access",
        guest,
        plan=planned(guest.status.routes, (row.path for row in rows if row.method == "GET")),
        visitors=(identities.NOBODY, *identities.names(guest.target)),
        name=visitor_name,
        **_table(guest),
    )


@blueprint.post("/<guest_id>/access")
def start(guest_id: str) -> ResponseReturnValue:
    """Request the chosen paths as the chosen visitors; show the table, which fills while this goes on."""
    guest = guest_of(guest_id)
    known = (identities.NOBODY, *identities.names(guest.target))
    visitors = [each for each in request.form.getlist("visitor") if each in known]
    paths = [
        path.strip()
        for number in request.form.getlist("route")[: len(guest.status.routes)]
        if (path := request.form.get(f"path-{number}", "")).strip()
    ]
    if not paths or not visitors:
        return respond(
            Problem(
                code=ProblemCode.BAD_REQUEST,
                cause=_("Nothing was chosen that can be requested."),
                remedy=_("Choose a route and a visitor; a route with arguments needs values in its path."),
            )
        )
    runs = services().access
    runs.keep_only(each.id for each in services().guests.all())
    runs.start(
        guest.id, AccessRun(paths, visitors, lambda path, name: send_as(guest, path, name)), start_thread
    )
    return _shown(guest)


@blueprint.get("/<guest_id>/access/table")
def table(guest_id: str) -> str:
    """Show the table as it is now."""
    return _shown(guest_of(guest_id))


@blueprint.post("/<guest_id>/access/cancel")
def cancel(guest_id: str) -> ResponseReturnValue:
    """Send no further request."""
    guest = guest_of(guest_id)
    run = services().access.of(guest.id)
    if run is None:
        return nothing()
    run.cancel()
    return _shown(guest)


def send_as(guest: Guest, path: str, visitor: str) -> Exchange | Problem:
    """Request a path as a visitor, whose cookies stay as they are, so that each request has the same ones."""
    outgoing = identities.with_cookies(build_request(method="GET", path=path), guest.target, visitor)
    seconds = preferences.number(settings(), preferences.REQUEST_SECONDS)
    answer = services().sends.run(guest.id, SendingPage(), lambda: guest.send(outgoing, timeout=seconds))
    if isinstance(answer, Exchange):
        services().store.ensure(answer)
    return answer


def visitor_name(visitor: str) -> str:
    """Return what a visitor is called."""
    names = {identities.NOBODY: _("Nobody"), identities.DEFAULT: _("Visitor")}
    return str(names.get(visitor, visitor))


def _shown(guest: Guest) -> str:
    if services().access.of(guest.id) is None:
        return ""
    shown: str = render_template("tools/_access_table.html", guest=guest, name=visitor_name, **_table(guest))
    return shown


def _table(guest: Guest) -> dict[str, Any]:
    """Return the variables of the table: the run, and its lines with what was found for each page."""
    run = services().access.of(guest.id)
    lines = []
    for path in run.paths if run is not None else ():
        assert run is not None  # noqa: S101 - there are no paths without a run
        found = {name: outcome for name in run.visitors if (outcome := run.outcome(path, name)) is not None}
        is_whole = len(found) == len(run.visitors)
        lines.append((path, found, verdict(found, visitor_name) if is_whole else None))
    return {"run": run, "lines": lines}
