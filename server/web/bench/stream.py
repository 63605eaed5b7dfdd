"""What happens now, as server-sent events for the bench of one guest and the mailbox."""

import json
from collections.abc import Iterator

from flask import Blueprint, Response, render_template, request, stream_with_context

from server.live_feed import Beat, Displaced, GuestChanged, MailCaught, News, RowBegan, RowChanged, RowEnded
from server.store import MailRow, row_of
from server.web.base.context import services

blueprint = Blueprint("events", __name__)


@blueprint.get("/events")
def events() -> Response:
    """What happens to the guest of the query: `row` `{id, began, changed, html}`, `guest`, `displaced`.

    With `mail` in the query it is `mail` `{id, html}` instead, for the mailbox.
    """
    wanted = None if "mail" in request.args else request.args.get("guest", "")
    news = services().live_feed.listen()
    stream = stream_with_context(_written(news, wanted))
    return Response(
        stream, content_type="text/event-stream; charset=utf-8", headers={"X-Accel-Buffering": "no"}
    )


def _written(news: Iterator[News], guest: str | None) -> Iterator[str]:
    yield "retry: 1000\n\n"
    for one in news:
        text = _text(one, guest)
        if text:
            yield text


def _text(news: News, guest: str | None) -> str:
    match news:
        case RowBegan(exchange) | RowEnded(exchange) | RowChanged(exchange):
            if exchange.guest != guest:
                return ""
            row = row_of(exchange)
            html = render_template("bench/_row.html", row=row)
            facts = {"began": isinstance(news, RowBegan), "changed": isinstance(news, RowChanged)}
            return _event("row", {"id": row.id, **facts, "html": html})
        case GuestChanged(changed):
            return _event("guest", {"state": changed.status.state}) if changed.id == guest else ""
        case MailCaught(letter):
            return _mail(letter) if guest is None else ""
        case Displaced():
            return _event("displaced", {})
        case Beat():
            return ": beat\n\n"


def _mail(letter: MailRow) -> str:
    return _event("mail", {"id": letter.id, "html": render_template("mail/_row.html", row=letter)})


def _event(kind: str, data: dict[str, object]) -> str:
    return f"event: {kind}\ndata: {json.dumps(data)}\n\n"
