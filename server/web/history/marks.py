"""Pin exchanges, write notes on them, delete them, and undo that."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from server.model.exchange import Exchange
from server.model.notifications import ExchangeFinished
from server.model.whole_number import whole_number
from server.web.base.context import services
from server.web.base.htmx import nothing
from server.web.bench.routes import exchange_of, guest_of

blueprint = Blueprint("marks", __name__)


@blueprint.post("/exchanges/<int:id>/pin")
def pin(id: int) -> ResponseReturnValue:  # noqa: A002 - it is the exchange's id
    """Keep an exchange whatever is deleted; with `off` in the form no longer."""
    services().store.marks.pin(id, on="off" not in request.form)
    return _marks(id)


@blueprint.post("/exchanges/<int:id>/note")
def note(id: int) -> ResponseReturnValue:  # noqa: A002 - it is the exchange's id
    """Keep the words of the form with an exchange."""
    services().store.marks.note(id, request.form.get("note", ""))
    return _marks(id)


@blueprint.post("/exchanges/<int:id>/remove")
def remove(id: int) -> dict[str, Any]:  # noqa: A002 - it is the exchange's id
    """Delete an exchange, and return what a page needs to offer to undo that."""
    return _deletion(services().store.marks.remove([id]), 1)


@blueprint.post("/bench/<guest_id>/clear")
def clear(guest_id: str) -> dict[str, Any]:
    """Delete the exchanges of an app, those of earlier openings too, but for pinned ones."""
    guest = guest_of(guest_id)
    project = services().store.projects.of_guest(guest.id)
    services().store.flush()
    return _deletion(
        *services().store.marks.clear(project=project, guest=guest.id if project is None else None)
    )


@blueprint.post("/history/clear")
def clear_all() -> dict[str, Any]:
    """Delete the exchanges of all apps, but for pinned ones."""
    services().store.flush()
    return _deletion(*services().store.marks.clear())


@blueprint.post("/history/undo")
def undo() -> ResponseReturnValue:
    """Undo the deletion of that number."""
    number = whole_number(request.form.get("deletion", ""))
    if number is not None:
        services().store.marks.restore(number)
    return nothing()


def _marks(id: int) -> ResponseReturnValue:  # noqa: A002 - it is the exchange's id
    """Show the marks of an exchange, and have every page that lists it show them."""
    exchange: Exchange | None = exchange_of(id)
    if exchange is not None:
        services().live_feed.handle(ExchangeFinished(exchange))
    return render_template("history/_marks.html", id=id, marks=services().store.row(id))


def _deletion(number: int, count: int) -> dict[str, Any]:
    said = ngettext("%(num)d exchange deleted.", "%(num)d exchanges deleted.", count)
    return {"deletion": number, "said": said if count else _("There was nothing to delete.")}
