"""The routes of one exchange: its details, three views of its response, editing and sending again."""

from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from server.model.exchange import Body, Exchange, ExchangeState
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.guests.guests import Guest
from server.web.base.context import services
from server.web.base.errors import NotFoundError, respond
from server.web.base.htmx import is_htmx_request, nothing
from server.web.bench import body_layout, composer, identities, preview, request_code, source_colours
from server.web.bench import replay_request as replays
from server.web.bench import routes as bench

blueprint = Blueprint("exchanges", __name__, url_prefix="/exchanges")


def _exchange(id: int) -> Exchange:  # noqa: A002 - it is the exchange's id
    exchange = bench.exchange_of(id)
    if exchange is None:
        problem = services().store.unreadable(id)
        if problem is not None:
            raise NotFoundError(problem, url_for("settings.show_store"))
        abort(HTTPStatus.NOT_FOUND)
    return exchange


@blueprint.get("/<int:id>")
def show(id: int) -> ResponseReturnValue:  # noqa: A002 - it is the exchange's id
    """Show an exchange: the detail pane for htmx, otherwise a page."""
    exchange = _exchange(id)
    if is_htmx_request():
        return bench.detail(exchange)
    return render_template(
        "bench/exchange.html",
        guest=services().guests.get(exchange.guest),
        **bench.exchange_variables(exchange),
    )


@blueprint.get("/<int:id>/rendered")
def rendered(id: int) -> str:  # noqa: A002 - it is the exchange's id
    """Show the response in a sandboxed frame."""
    exchange = _exchange(id)
    return render_template(
        "bench/_response_preview.html", exchange=exchange, shows=preview.is_shown(exchange)
    )


@blueprint.get("/<int:id>/preview")
def frame(id: int) -> ResponseReturnValue:  # noqa: A002 - it is the exchange's id
    """Return the content of that frame: the bytes of the guest, which must not be trusted."""
    return preview.response_of(_exchange(id))


def _shown_body(id: int) -> tuple[Body | None, Body | None]:  # noqa: A002 - it is the exchange's id
    """Return the body of the response as it was sent, and as it is shown."""
    answered = _exchange(id).response
    body = None if answered is None else answered.body
    return body, body if "sent" in request.args else body_layout.laid_out(body)


@blueprint.get("/<int:id>/source")
def source(id: int) -> str:  # noqa: A002 - it is the exchange's id
    """Show the text of the response, JSON laid out unless `sent` is in the query.

    The page asks for its colours afterwards, if it can have some.
    """
    body, shown = _shown_body(id)
    as_sent = "sent" in request.args
    colours = url_for("exchanges.colours", id=id, sent=1 if as_sent else None)
    return render_template(
        "bench/_response_source.html",
        exchange_id=id,
        body=body,
        text=shown.text if shown is not None else None,
        has_layout=as_sent or shown is not body,
        as_sent=as_sent,
        colours=colours if source_colours.lexer_of(shown) else None,
    )


@blueprint.get("/<int:id>/colours")
def colours(id: int) -> ResponseReturnValue:  # noqa: A002 - it is the exchange's id
    """Show the text of the response in colours; leave the page as it is where that takes too long."""
    return source_colours.coloured(_shown_body(id)[1]) or nothing()


@blueprint.get("/<int:id>/stack")
def stack(id: int) -> str:  # noqa: A002 - it is the exchange's id
    """Show where the threads of an exchange stand that is not answered yet."""
    exchange = _exchange(id)
    guest = services().guests.get(exchange.guest)
    is_open = guest is not None and exchange.run == guest.run and exchange.state is ExchangeState.OPEN
    stacks = guest.stacks(exchange.number) if guest is not None and is_open else ()
    return render_template("bench/_stack.html", stacks=stacks, exchange=exchange)


@blueprint.get("/<int:id>/tabs/<tab>")
def tab(id: int, tab: str) -> str:  # noqa: A002 - it is the exchange's id
    """Show a tab of a large exchange; with `rows` in the query only further rows of one of its tables."""
    from server.lenses.registry import LENSES  # noqa: PLC0415 - the home page shows no exchange
    from server.lenses.render import on_demand  # noqa: PLC0415 - as above

    exchange = _exchange(id)
    lens = next((lens for lens in LENSES if lens.tab == tab), None)
    if lens is None:
        abort(HTTPStatus.NOT_FOUND)
    blocks = lens.present(exchange, bench.exchange_variables(exchange)["sensors"]).blocks

    def address(place: str) -> str:
        return url_for("exchanges.tab", id=id, tab=tab, rows=place)

    place = request.args.get("rows")
    if place is None:
        return render_template("exchange/_tab.html", blocks=on_demand.first_rows(blocks, address))
    table = on_demand.rows_from(blocks, place, address)
    if table is None:
        abort(HTTPStatus.NOT_FOUND)
    return render_template("exchange/_table_rows.html", table=table)


@blueprint.get("/<int:id>/journey/<place>")
def journey_line(id: int, place: str) -> str:  # noqa: A002 - it is the exchange's id
    """Show the details of one line of a large exchange's Journey."""
    from server.lenses.render import on_demand  # noqa: PLC0415 - as above
    from server.lenses.render.exchange_panel import build_panel  # noqa: PLC0415 - as above

    exchange = _exchange(id)
    panel = build_panel(exchange, bench.exchange_variables(exchange)["sensors"])
    node = on_demand.node_at(panel.journey, place)
    if node is None:
        abort(HTTPStatus.NOT_FOUND)
    node = on_demand.with_lines(
        node, place, lambda line: url_for("exchanges.journey_line", id=id, place=line)
    )
    return render_template("exchange/_journey_line.html", node=node, tabs=panel.titles)


@blueprint.get("/<int:id>/view-source")
def view_source(id: int) -> str:  # noqa: A002 - it is the exchange's id
    """Show the source of the view as it is on disk, with what happened at its lines."""
    from server.lenses.render.view_source import source_blocks  # noqa: PLC0415 - as above
    from server.web.editor import project_source  # noqa: PLC0415 - it reads what only that lens shows

    exchange = _exchange(id)
    guest = services().guests.get(exchange.guest)
    root = guest.target.root if guest else services().store.projects.folder_of_guest(exchange.guest)
    found = project_source.source_of_view(exchange, root)
    return render_template("exchange/_tab.html", blocks=source_blocks(exchange, found) if found else ())


@blueprint.get("/<int:id>/plans")
def plans(id: int) -> ResponseReturnValue:  # noqa: A002 - it is the exchange's id
    """Show how SQLite would find the rows of the statements, which are not run again."""
    from server.web.bench import query_plans  # noqa: PLC0415 - as above

    exchange = _exchange(id)
    guest = _repeatable(exchange)
    found = guest if isinstance(guest, Problem) else query_plans.blocks_of(exchange, guest)
    if isinstance(found, Problem):
        return respond(found)
    return render_template("exchange/_tab.html", blocks=found)


@blueprint.get("/<int:id>/headers")
def headers(id: int) -> str:  # noqa: A002 - it is the exchange's id
    """Show status, times and headers of the response."""
    from server.lenses import response  # noqa: PLC0415 - as above

    return render_template("exchange/_tab.html", blocks=response.head_blocks(_exchange(id)))


@blueprint.get("/<int:id>/edit")
def edit(id: int) -> ResponseReturnValue:  # noqa: A002 - it is the exchange's id
    """Show the composer, filled with this request."""
    exchange = _exchange(id)
    guest = _running(exchange)
    if isinstance(guest, Problem):
        return respond(guest)
    form = replays.form_of(exchange, guest.original_request(exchange.id))
    return render_template("bench/_composer.html", form=form, opened=True, **bench.guest_variables(guest))


@blueprint.post("/<int:id>/cancel")
def cancel(id: int) -> ResponseReturnValue:  # noqa: A002 - it is the exchange's id
    """Close the connection of this request, if it was sent from here and is not answered in full."""
    guest = services().guests.get(_exchange(id).guest)
    if guest is not None:
        guest.cancel(id)
    return nothing()


@blueprint.post("/<int:id>/replay")
def replay(id: int) -> ResponseReturnValue:  # noqa: A002 - it is the exchange's id
    """Replay this request, and show the new exchange; with `nobody` in the form as a stranger would."""
    exchange = _exchange(id)
    guest = _repeatable(exchange)
    if isinstance(guest, Problem):
        return respond(guest)
    as_nobody = "nobody" in request.form
    outgoing = guest.original_request(exchange.id) or replays.outgoing_of(exchange, as_nobody=as_nobody)
    if as_nobody and not isinstance(outgoing, Problem):
        outgoing = identities.without_credentials(outgoing)
    exchanged = outgoing if isinstance(outgoing, Problem) else composer.send(guest, outgoing)
    return respond(exchanged) if isinstance(exchanged, Problem) else bench.detail(exchanged)


@blueprint.get("/<int:id>/code/<form>")
def code(id: int, form: str) -> ResponseReturnValue:  # noqa: A002 - it is the exchange's id
    """Return the request as text to copy: a curl command, a Python program, or a test for pytest."""
    exchange = _exchange(id)
    guest = _running(exchange)
    if isinstance(guest, Problem):
        return respond(guest)
    write = request_code.FORMS.get(form)
    if write is None:
        abort(HTTPStatus.NOT_FOUND)
    outgoing = guest.original_request(exchange.id) or replays.recorded(exchange)
    text = write(outgoing, exchange, guest.target, guest.url or "http://localhost")
    return text, HTTPStatus.OK, {"Content-Type": "text/plain; charset=utf-8"}


@blueprint.post("/<int:id>/follow")
def follow(id: int) -> ResponseReturnValue:  # noqa: A002 - it is the exchange's id
    """Send the request with which a browser follows this redirect, as the visitor of the form."""
    exchange = _exchange(id)
    guest = _repeatable(exchange)
    if isinstance(guest, Problem):
        return respond(guest)
    outgoing = replays.next_hop(exchange, guest.original_request(exchange.id), urlsplit(guest.url).netloc)
    if outgoing is None:
        abort(HTTPStatus.NOT_FOUND)
    identity = request.form.get("identity", identities.NOBODY)
    if identity != identities.NOBODY:
        outgoing = identities.without_cookies(outgoing)
    exchanged = composer.send(guest, outgoing, identity)
    return respond(exchanged) if isinstance(exchanged, Problem) else bench.detail(exchanged)


def _same_app(exchange: Exchange) -> Guest | None:
    """Return an open guest of the app whose earlier opening answered an exchange; None if there is none."""
    projects = services().store.projects
    project = projects.of_guest(exchange.guest)
    if project is None:
        return None
    return next((each for each in services().guests.all() if projects.of_guest(each.id) == project), None)


def _repeatable(exchange: Exchange) -> Guest | Problem:
    """Return the app to which the request may be sent as it is; a stranger's is to be read before."""
    if exchange.from_file:
        return Problem(
            code=ProblemCode.FROM_FILE,
            cause=_("This exchange came from a file, so nothing of it is sent or run as it is."),
            remedy=_("Choose Edit, read the request, then send it."),
        )
    return _running(exchange)


def _running(exchange: Exchange) -> Guest | Problem:
    guest = services().guests.get(exchange.guest) or _same_app(exchange)
    if guest is not None:
        return guest
    return Problem(
        code=ProblemCode.GUEST_GONE,
        cause=_("The app that answered this was closed."),
        remedy=_("Open it again from Home, then send the request there."),
    )
