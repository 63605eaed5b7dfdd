"""Hand exchanges on as files, and open those of others."""

import secrets
import time
from http import HTTPStatus
from typing import Final

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from server.model.exchange import FROM_FILE, Exchange
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.transfer.exchange_files.har_writing import to_har
from server.transfer.exchange_files.reading import read_exchanges
from server.transfer.exchange_files.share import to_share
from server.web.base.context import services
from server.web.base.errors import respond
from server.web.base.htmx import go_to
from server.web.bench import list_filter
from server.web.bench.routes import exchange_of, guest_of
from server.web.bench.urls import bench_url

blueprint = Blueprint("exchange_files", __name__)

MOST_PAGES: Final = 5
"""Of a list, so many pages are written into one file."""


@blueprint.get("/exchanges/<int:id>/har")
def har(id: int) -> ResponseReturnValue:  # noqa: A002 - it is the exchange's id
    """Download one exchange as HAR."""
    return _download(to_har((_found(id),)), f"exchange-{id}.har")


@blueprint.get("/exchanges/<int:id>/share")
def share(id: int) -> ResponseReturnValue:  # noqa: A002 - it is the exchange's id
    """Download one exchange with all that happened inside, for another Fumehood."""
    return _download(to_share(_found(id)), f"exchange-{id}.fumehood.json")


@blueprint.get("/bench/<guest_id>/har")
def list_as_har(guest_id: str) -> ResponseReturnValue:
    """Download the newest exchanges that pass the filter of the query as HAR."""
    guest = guest_of(guest_id)
    bar = list_filter.read(request.args)
    found = []
    page = list_filter.page(guest.id, bar)
    for _number in range(MOST_PAGES):
        found += [row.id for row in (*page.rows, *page.earlier)]
        more = page.more if page.more is not None else page.more_earlier
        if more is None:
            break
        page = list_filter.page(guest.id, bar, more, earlier=page.more is None)
    exchanges = (services().store.exchange(number) for number in found)
    name = f"fumehood-{time.strftime('%Y%m%d-%H%M%S')}.har"
    return _download(to_har(each for each in exchanges if each is not None), name)


@blueprint.post("/exchanges/import")
def import_() -> ResponseReturnValue:
    """Add the exchanges of the file of the form to the history of the app `guest`, or of none."""
    chosen = request.files.get("file")
    if chosen is None or not chosen.filename:
        return respond(
            Problem(
                code=ProblemCode.NOT_READ,
                cause=_("No file was chosen."),
                remedy=_("Choose a HAR file, or an exchange that Fumehood shared."),
            )
        )
    source = f"{FROM_FILE}{secrets.token_hex(4)}"
    read = read_exchanges(chosen.stream.read(), source)
    if isinstance(read, Problem):
        return respond(read)
    guest = services().guests.get(request.form.get("guest", ""))
    store = services().store
    if guest is not None:
        store.projects.add_opening(source, guest.target)
    for exchange in read.exchanges:
        store.add(exchange)
    store.flush()
    newest = store.rows(list_filter.of_guest(source), limit=1)[0].id
    if guest is None:
        return go_to(url_for("exchanges.show", id=newest))
    return go_to(f"{bench_url(guest)}?exchange={newest}")


def _found(id: int) -> Exchange:  # noqa: A002 - it is the exchange's id
    exchange = exchange_of(id)
    if exchange is None:
        abort(HTTPStatus.NOT_FOUND)
    return exchange


def _download(data: bytes, name: str) -> ResponseReturnValue:
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    return data, HTTPStatus.OK, headers
