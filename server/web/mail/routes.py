"""The mailbox: what guests would have sent, read here and nowhere else."""

from http import HTTPStatus
from io import BytesIO
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from server.model.mail import MailMessage
from server.web.base.context import services
from server.web.base.htmx import go_to, nothing
from server.web.bench import preview
from server.web.mail import message

blueprint = Blueprint("mail", __name__, url_prefix="/mail")

PAGE = 100


@blueprint.get("")
def index() -> str:
    """The list, and the message that `letter` in the query names."""
    chosen = request.args.get("letter", "")
    letter = services().store.mail.get(chosen) if chosen else None
    found, more = _rows(None)
    return render_template(
        "mail/index.html",
        rows=found,
        more=more,
        chosen=chosen,
        **(_of(letter) if letter else {"letter": None}),
    )


@blueprint.get("/rows")
def rows() -> str:
    """A page of the list; `before` goes on from a number."""
    found, more = _rows(request.args.get("before", type=int))
    return render_template("mail/_rows.html", rows=found, more=more)


@blueprint.get("/<id>")
def show(id: str) -> str:  # noqa: A002 - it is the letter's id
    """One message, for the pane beside the list."""
    return render_template("mail/_letter.html", **_of(_letter(id)))


@blueprint.post("/<id>/seen")
def seen(id: str) -> ResponseReturnValue:  # noqa: A002 - it is the letter's id
    """Somebody reads it."""
    services().store.mail.mark_seen(_letter(id).id)
    return nothing()


@blueprint.get("/<id>/html")
def html(id: str) -> Response:  # noqa: A002 - it is the letter's id
    """What stands in the frame of a message: a stranger's HTML, without any power."""
    letter = services().store.mail.get(id)
    # A frame may still ask for a letter that was just thrown away: it gets an empty page that fits into it.
    page = message.drawn(message.read(letter)) if letter else ""
    status = HTTPStatus.OK if letter else HTTPStatus.NOT_FOUND
    response = Response(page, status, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = preview.policy("")
    return response


@blueprint.get("/<id>/attachments/<int:number>")
def attachment(id: str, number: int) -> Response:  # noqa: A002 - it is the letter's id
    """Something enclosed, to be saved and never to be shown."""
    enclosed = message.read(_letter(id)).attachments
    if not 1 <= number <= len(enclosed):
        abort(HTTPStatus.NOT_FOUND)
    one = enclosed[number - 1]
    response = send_file(
        BytesIO(one.data),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=one.name or f"attachment-{number}",
    )
    response.headers["Content-Security-Policy"] = preview.policy("")
    return response


@blueprint.post("/<id>/delete")
def delete(id: str) -> ResponseReturnValue:  # noqa: A002 - it is the letter's id
    """Throw one message away."""
    services().store.mail.delete(_letter(id).id)
    return nothing()


@blueprint.post("/all/clear")
def clear() -> ResponseReturnValue:
    """Throw all messages away."""
    services().store.mail.clear()
    return go_to(url_for("mail.index"))


def _rows(before: int | None) -> tuple[tuple[Any, ...], int | None]:
    found = services().store.mail.list(before, PAGE + 1)
    return found[:PAGE], found[PAGE - 1].number if len(found) > PAGE else None


def _letter(id: str) -> MailMessage:  # noqa: A002 - it is the letter's id
    found = services().store.mail.get(id)
    if found is None:
        abort(HTTPStatus.NOT_FOUND)
    return found


def _of(letter: MailMessage) -> dict[str, Any]:
    """What the template of one message needs; `guest` is the app that sent it, if it is still open."""
    return {
        "letter": letter,
        "message": message.read(letter),
        "source": letter.source.decode("utf-8", "replace"),
        "guest": services().guests.get(letter.guest),
    }
