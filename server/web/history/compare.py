"""Show what differs between two exchanges: before and after an edit, or any two."""

from http import HTTPStatus

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from server.comparison.alike import alike, previous
from server.comparison.compare import compare
from server.comparison.pairing import LineChange
from server.model.exchange import Exchange
from server.web.base.context import services
from server.web.base.numbers import query_number
from server.web.bench.routes import exchange_of

blueprint = Blueprint("compare", __name__, url_prefix="/exchanges")


@blueprint.get("/<int:id>/compare")
def show(id: int) -> ResponseReturnValue:  # noqa: A002 - it is the exchange's id
    """Compare an exchange with the one that `with` names, or with the one before it of the same request.

    The older one is on the left.
    """
    exchange = _found(id)
    offered = alike(services().store, exchange)
    chosen = query_number("with") or previous(offered, exchange)
    other = None if chosen is None else _found(chosen)
    before, after = (exchange, other) if other is not None and other.id > exchange.id else (other, exchange)
    return render_template(
        "history/compare.html",
        exchange=exchange,
        other=other,
        offered=offered,
        guest=services().guests.get(exchange.guest),
        comparison=compare(before, after) if before is not None and after is not None else None,
        LineChange=LineChange,
    )


def _found(id: int) -> Exchange:  # noqa: A002 - it is the exchange's id
    exchange = exchange_of(id)
    if exchange is None:
        abort(HTTPStatus.NOT_FOUND)
    return exchange
