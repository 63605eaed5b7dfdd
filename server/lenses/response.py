"""The response lens: status, headers in order, and body."""

from typing import Final

from server.lenses.kit import stages
from server.lenses.kit.blocks import Block, Fact, Facts, Section, Tone
from server.lenses.kit.bodies import body_blocks
from server.lenses.kit.event_reader import EventReader
from server.lenses.kit.formatting import duration, size
from server.lenses.kit.i18n import Lazy, lazy_gettext
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.journey_entry import EventSummary, JourneyEntry, at
from server.lenses.kit.lens import Lens, readings
from server.lenses.kit.sentence import compose, fact, plain
from server.lenses.wsgi.lens import header_table
from server.model.event import Event
from server.model.exchange import Exchange

_CLIENT_ERROR: Final = 400
_SWITCHING_PROTOCOLS: Final = 101
_SERVER_ERROR: Final = 500


def status_tone(status: int) -> Tone:
    """Return the tone of a status: a warning for 4xx, an error for 5xx, plain for all others."""
    if status >= _SERVER_ERROR:
        return Tone.ERROR
    return Tone.WARNING if status >= _CLIENT_ERROR else Tone.PLAIN


def head_blocks(exchange: Exchange) -> tuple[Block, ...]:
    """Return status, times and headers of the response; no blocks if there was none."""
    response = exchange.response
    if response is None:
        return ()
    status = Fact(
        label=_("Status"),
        value=fact(f"{response.status} {response.reason}".strip()),
        means=_class(response.status),
        tone=status_tone(response.status),
    )
    rows = [status, Fact(label=_("Body"), value=plain(size(response.body.size)))]
    event = next(readings(exchange, "response"), None)
    if event is not None:
        rows += _delivery(event[1])
    return (
        Section(title=_("Answer"), blocks=(Facts(rows=tuple(rows)),)),
        Section(title=_("Headers"), blocks=header_table(response.headers, _("Response headers"))),
    )


def _show(exchange: Exchange) -> tuple[Block, ...]:
    response = exchange.response
    if response is None:
        return ()
    body = Section(title=_("Body"), blocks=body_blocks(response.body, _("Response body")))
    return (*head_blocks(exchange), body)


def _delivery(body: EventReader) -> list[Fact]:
    first = body.number("first_byte")
    rows = []
    if first is not None:
        rows.append(
            Fact(
                label=_("First byte"),
                value=plain(duration(first)),
                means=_("After the start of the exchange."),
            )
        )
    if body.flag("streamed"):
        rows.append(
            Fact(
                label=_("Streamed"),
                value=plain(_("yes")),
                means=_("The body was sent without a length known before."),
            )
        )
    return rows


_CLASSES: Final[dict[int, Lazy]] = {
    1: lazy_gettext("1xx: not the final response yet."),
    2: lazy_gettext("2xx: success."),
    3: lazy_gettext("3xx: redirect, or use the cached copy."),
    4: lazy_gettext("4xx: the request cannot be answered as it is."),
    5: lazy_gettext("5xx: the server's side reports a failure."),
}


def _class(status: int) -> str:
    if status == _SWITCHING_PROTOCOLS:
        return _("101: the connection goes on with another protocol.")
    return str(_CLASSES.get(status // 100, ""))


def _summarise(event: Event) -> EventSummary:
    body = EventReader(event.body)
    status = body.whole("status")
    rows = [
        Fact(label=_("Content-Type"), value=fact(body.text("content_type"))),
        Fact(label=_("Headers"), value=plain(len(body.pairs("headers")))),
        *_delivery(body),
    ]
    payload = body.body("body")
    blocks: tuple[Block, ...] = (Facts(rows=tuple(rows)),)
    if payload is not None:
        blocks = (*blocks, *body_blocks(payload, _("Response body")))
    line = f"{status} {body.text('reason')}".strip()
    return EventSummary(
        sentence=compose(_("The response: %(line)s"), line=line), blocks=blocks, tone=status_tone(status)
    )


LENS: Final = Lens(
    kind="response",
    tab="response",
    title=lazy_gettext("Response"),
    when_empty=lazy_gettext("No response was seen."),
    show=_show,
    journey=JourneyEntry(
        label=lazy_gettext("response"),
        summarise=_summarise,
        stage=at(stages.ANSWER),
        contains=False,
        cuttable=False,
        fails_stage=False,
        explains=False,
    ),
    needs_flask=False,
)
