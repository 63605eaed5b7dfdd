"""Server-sent events: news of one guest for its bench, and new messages for the mailbox."""

import json
from collections.abc import Iterator
from typing import Final

from flask import Blueprint, Response, render_template, request, stream_with_context

from server.live_feed import Displaced, Heartbeat, StreamItem
from server.model.notifications import (
    ExchangeFinished,
    ExchangeProgressed,
    ExchangeStarted,
    ExchangeUpdated,
    GuestChanged,
    MailCaught,
    SendWaits,
    SourceSaved,
    StoreChanged,
)
from server.store import row_of
from server.web.base.context import services

blueprint = Blueprint("stream", __name__)

_EVENT_STREAM: Final = "text/event-stream; charset=utf-8"


@blueprint.get("/events")
def events() -> Response:
    """Stream the news of the guest in the query: `row` `{id, began, changed, html}`,
    `progress` `{id, paused}`, `waiting` `{ticket, before}`, `guest` `{state}`, `saved` `{files, restarts}`,
    `store`, `displaced`.

    With `mail` in the query, stream `mail` `{id, html}`, `store` and `displaced` instead, for the mailbox.
    A HEAD request gets the headers only: nobody listens.
    """
    if request.method == "HEAD":
        return Response(content_type=_EVENT_STREAM)
    wanted = None if "mail" in request.args else request.args.get("guest", "")
    items = services().live_feed.listen(request.environ.get("waitress.client_disconnected"))
    stream = stream_with_context(_event_texts(items, wanted))
    return Response(stream, content_type=_EVENT_STREAM, headers={"X-Accel-Buffering": "no"})


def _event_texts(items: Iterator[StreamItem], guest: str | None) -> Iterator[str]:
    yield "retry: 1000\n\n"
    for item in items:
        text = _text(item, guest)
        if text:
            yield text


def _text(item: StreamItem, guest: str | None) -> str:  # noqa: PLR0911 - one for each kind of item
    match item:
        case ExchangeStarted() | ExchangeProgressed() | ExchangeFinished() | ExchangeUpdated() as news:
            return _exchange_news(news) if news.exchange.guest == guest else ""
        case GuestChanged(changed, state):
            return _event("guest", {"state": state}) if changed == guest else ""
        case SourceSaved(changed, files, restarts):
            return _event("saved", {"files": files, "restarts": restarts}) if changed == guest else ""
        case MailCaught(message):
            return _mail(message.id) if guest is None else ""
        case SendWaits(sent_to, ticket, before):
            return _event("waiting", {"ticket": ticket, "before": before}) if sent_to == guest else ""
        case StoreChanged():
            return _event("store", {})
        case Displaced():
            return _event("displaced", {})
        case Heartbeat():
            return ": beat\n\n"


def _exchange_news(
    news: ExchangeStarted | ExchangeProgressed | ExchangeFinished | ExchangeUpdated,
) -> str:
    if isinstance(news, ExchangeProgressed):
        guest = services().guests.get(news.exchange.guest)
        stops = guest is not None and bool(guest.paused(news.exchange.number))
        return _event("progress", {"id": news.exchange.id, "paused": stops})
    began = isinstance(news, ExchangeStarted)
    # What is stored may be pinned, or have a note.
    stored = None if began else services().store.row(news.exchange.id)
    row = stored or row_of(news.exchange)
    html = render_template("bench/_exchange_row.html", row=row, guest=services().guests.get(row.guest))
    facts = {"began": began, "changed": isinstance(news, ExchangeUpdated)}
    return _event("row", {"id": row.id, **facts, "html": html})


def _mail(id: str) -> str:  # noqa: A002 - it is the message's id
    """Return the event for a new message, "" if the message was deleted meanwhile."""
    row = services().store.mail.row(id)
    if row is None:
        return ""
    return _event("mail", {"id": id, "html": render_template("mail/_message_row.html", row=row)})


def _event(kind: str, data: dict[str, object]) -> str:
    return f"event: {kind}\ndata: {json.dumps(data)}\n\n"
