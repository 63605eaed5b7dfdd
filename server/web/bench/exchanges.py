"""One exchange: its detail, what it answered in three ways, and sending it again."""

from http import HTTPStatus

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from server.highlight import highlight_content
from server.model.exchange import Exchange
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.guests.guests import Guest
from server.web.base.context import services
from server.web.base.errors import respond
from server.web.base.htmx import is_htmx_request
from server.web.bench import composer, preview
from server.web.bench import replay as editing
from server.web.bench import routes as bench

blueprint = Blueprint("exchanges", __name__, url_prefix="/exchanges")


def _exchange(id: int) -> Exchange:  # noqa: A002 - it is the exchange's id
    found = bench.exchange_of(id)
    if found is None:
        abort(HTTPStatus.NOT_FOUND)
    return found


@blueprint.get("/<int:id>")
def show(id: int) -> ResponseReturnValue:  # noqa: A002 - it is the exchange's id
    """An exchange: for htmx the detail pane, otherwise a page of its own."""
    exchange = _exchange(id)
    if is_htmx_request():
        return bench.detail(exchange)
    return render_template(
        "bench/exchange.html",
        guest=services().guests.get(exchange.guest),
        **bench.of_exchange(exchange),
    )


@blueprint.get("/<int:id>/rendered")
def rendered(id: int) -> str:  # noqa: A002 - it is the exchange's id
    """The response in a frame that may do nothing."""
    exchange = _exchange(id)
    return render_template("bench/_rendered.html", exchange=exchange, shows=preview.shows(exchange))


@blueprint.get("/<int:id>/preview")
def frame(id: int) -> ResponseReturnValue:  # noqa: A002 - it is the exchange's id
    """What stands in that frame: the guest's own bytes, which are hostile."""
    return preview.answer(_exchange(id))


@blueprint.get("/<int:id>/source")
def source(id: int) -> str:  # noqa: A002 - it is the exchange's id
    """The response's text, coloured."""
    exchange = _exchange(id)
    body = exchange.response.body if exchange.response else None
    return render_template(
        "bench/_source.html",
        body=body,
        text=highlight_content(body.text, body.content_type) if body and body.text is not None else None,
    )


@blueprint.get("/<int:id>/headers")
def headers(id: int) -> str:  # noqa: A002 - it is the exchange's id
    """The headers of both directions."""
    return render_template("bench/_headers.html", exchange=_exchange(id))


@blueprint.get("/<int:id>/edit")
def edit(id: int) -> ResponseReturnValue:  # noqa: A002 - it is the exchange's id
    """The composer, filled with this request."""
    exchange = _exchange(id)
    guest = _running(exchange)
    if isinstance(guest, Problem):
        return respond(guest)
    form = editing.form_of(exchange, guest.original_request(exchange.id))
    return render_template("bench/_composer.html", form=form, opened=True, **bench.of_guest(guest))


@blueprint.post("/<int:id>/replay")
def replay(id: int) -> ResponseReturnValue:  # noqa: A002 - it is the exchange's id
    """Send the same request again."""
    exchange = _exchange(id)
    guest = _running(exchange)
    if isinstance(guest, Problem):
        return respond(guest)
    outgoing = guest.original_request(exchange.id) or editing.outgoing_of(exchange)
    sent = outgoing if isinstance(outgoing, Problem) else composer.send(guest, outgoing)
    return respond(sent) if isinstance(sent, Problem) else bench.detail(sent)


def _running(exchange: Exchange) -> Guest | Problem:
    guest = services().guests.get(exchange.guest)
    if guest is not None:
        return guest
    return Problem(
        code=ProblemCode.GUEST_GONE,
        cause=_("The app that answered this was closed."),
        remedy=_("Open it again from Home, then send the request there."),
    )
