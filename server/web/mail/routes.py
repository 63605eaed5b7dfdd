"""The mailbox: mail that guests sent and Fumehood caught; none of it leaves this machine."""

from http import HTTPStatus
from io import BytesIO
from typing import Any, Final

from flask import Blueprint, Response, abort, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from server.model.mail import MailMessage
from server.web.base.context import services
from server.web.base.htmx import go_to, nothing
from server.web.base.numbers import query_number
from server.web.bench import preview
from server.web.mail import message

blueprint = Blueprint("mail", __name__, url_prefix="/mail")

PAGE = 100
# A browser that shows a download nevertheless gives it no power, and no page may frame it.
DOWNLOAD_POLICY: Final = "sandbox; default-src 'none'; frame-ancestors 'none'"


@blueprint.get("")
def index() -> str:
    """Show the list, and the message that `letter` in the query names."""
    chosen = request.args.get("letter", "")
    letter = services().store.mail.get(chosen) if chosen else None
    page, more = _rows(None)
    return render_template(
        "mail/index.html",
        rows=page,
        more=more,
        chosen=chosen,
        **(_of(letter) if letter else {"letter": None}),
    )


@blueprint.get("/rows")
def rows() -> str:
    """Show a page of the list, the messages before the number `before` if it is given."""
    page, more = _rows(query_number("before"))
    return render_template("mail/_message_rows.html", rows=page, more=more)


@blueprint.get("/<id>")
def show(id: str) -> str:  # noqa: A002 - it is the message's id
    """Show one message in the pane beside the list."""
    return render_template("mail/_message.html", **_of(_letter(id)))


@blueprint.post("/<id>/seen")
def seen(id: str) -> ResponseReturnValue:  # noqa: A002 - it is the message's id
    """Mark a message as read."""
    services().store.mail.mark_seen(_letter(id).id)
    return nothing()


@blueprint.get("/<id>/html")
def html(id: str) -> Response:  # noqa: A002 - it is the message's id
    """Return the HTML of a message for its sandboxed frame; it must not be trusted."""
    letter = services().store.mail.get(id)
    # A frame may ask for a message that was just deleted: it gets an empty page, not our error page.
    page = message.embedded_html(message.parse(letter)) if letter else ""
    status = HTTPStatus.OK if letter else HTTPStatus.NOT_FOUND
    response = Response(page, status, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = preview.policy("")
    return response


@blueprint.get("/<id>/attachments/<int:number>")
def attachment(id: str, number: int) -> Response:  # noqa: A002 - it is the message's id
    """Return an attachment as a download, which the browser never shows."""
    attachments = message.parse(_letter(id)).attachments
    if not 1 <= number <= len(attachments):
        abort(HTTPStatus.NOT_FOUND)
    enclosed = attachments[number - 1]
    name = "".join(filter(str.isprintable, enclosed.name)).strip()
    response = send_file(
        BytesIO(enclosed.data),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=name or f"attachment-{number}",
    )
    response.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
    return response


@blueprint.post("/<id>/delete")
def delete(id: str) -> ResponseReturnValue:  # noqa: A002 - it is the message's id
    """Delete a message."""
    services().store.mail.delete(_letter(id).id)
    return nothing()


@blueprint.post("/all/clear")
def clear() -> ResponseReturnValue:
    """Delete all messages."""
    services().store.mail.clear()
    return go_to(url_for("mail.index"))


def _rows(before: int | None) -> tuple[tuple[Any, ...], int | None]:
    messages = services().store.mail.list(before, PAGE + 1)
    return messages[:PAGE], messages[PAGE - 1].number if len(messages) > PAGE else None


def _letter(id: str) -> MailMessage:  # noqa: A002 - it is the message's id
    letter = services().store.mail.get(id)
    if letter is None:
        abort(HTTPStatus.NOT_FOUND)
    return letter


def _of(letter: MailMessage) -> dict[str, Any]:
    """Return the variables of the templates of a message; `guest` is its sender, None if closed."""
    return {
        "letter": letter,
        "message": message.parse(letter),
        "source": letter.source[: message.MAX_CHARACTERS].decode("utf-8", "replace"),
        "guest": services().guests.get(letter.guest),
    }
