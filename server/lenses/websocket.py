"""The websocket lens: what was sent and received over a connection after its upgrade."""

from typing import Final

from server.lenses.kit.blocks import Block, Remark, Row, Table, Text, Tone
from server.lenses.kit.event_reader import EventReader, finite
from server.lenses.kit.formatting import duration, place, size
from server.lenses.kit.i18n import Lazy, lazy_gettext
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.journey_entry import EventSummary, JourneyEntry, anywhere
from server.lenses.kit.lens import Lens, count_of, readings
from server.lenses.kit.sentence import Sentence, compose, fact, plain
from server.model.event import Event
from server.model.exchange import Exchange

# One line of the Journey and of the table; the details of a line have all that was kept.
_LINE: Final = 120


_SIGNALS: Final[dict[tuple[str, str], Lazy]] = {
    ("ping", "in"): lazy_gettext("A ping arrived"),
    ("ping", "out"): lazy_gettext("A ping was sent"),
    ("pong", "in"): lazy_gettext("A pong arrived"),
    ("pong", "out"): lazy_gettext("A pong was sent"),
}


def _sentence(body: EventReader) -> Sentence:
    act, direction = body.text("act"), body.text("direction")
    match act:
        case "opened":
            return _opened(body.text("protocol"))
        case "message":
            return _message(body, sent=direction == "out")
        case "closed":
            wording = _("A close with the code %(code)s arrived")
            if direction == "out":
                wording = _("A close with the code %(code)s was sent")
            return compose(wording, code=str(body.whole("code")))
        case _:
            return plain(str(_SIGNALS.get((act, direction), act)))


def _opened(protocol: str) -> Sentence:
    if not protocol:
        return plain(_("The connection became a websocket"))
    return compose(_("The connection became a websocket with the protocol %(name)s"), name=protocol)


def _message(body: EventReader, *, sent: bool) -> Sentence:
    if body.text("type") == "binary":
        return plain(_("A binary message was sent") if sent else _("A binary message arrived"))
    text = body.text("text")
    line = text if len(text) <= _LINE else text[: _LINE - 1] + "…"
    return compose(_("Sent: %(text)s") if sent else _("Received: %(text)s"), text=line)


def _tone(body: EventReader) -> Tone:
    return Tone.MUTED if body.text("act") in ("ping", "pong") else Tone.PLAIN


def _show(exchange: Exchange) -> tuple[Block, ...]:
    rows = []
    for event, body in readings(exchange, "websocket"):
        line = "" if event.caller is None else place(event.caller.file, event.caller.line)
        carries = body.text("act") == "message"
        cells = (
            plain(duration(finite(event.at) or 0.0)),
            _sentence(body),
            plain(size(body.whole("size")) if carries else "—"),
            fact(line) if line else plain("—"),
        )
        rows.append(Row(cells=cells, tone=_tone(body)))
    if not rows:
        return ()
    head = (_("At"), _("What happened"), _("Size"), _("Line"))
    remark = plain(_("The composer cannot use a websocket: it opens the connection and closes it at once."))
    table = Table(caption=_("The websocket"), head=head, rows=tuple(rows), numbers=(0, 2))
    return (table, Remark(sentence=remark, tone=Tone.MUTED))


def _summarise(event: Event) -> EventSummary:
    body = EventReader(event.body)
    blocks: list[Block] = []
    text = body.text("text")
    if text:
        label = _("The beginning of the message") if body.flag("cut") else _("The message")
        blocks.append(Text(text=text, label=_("The reason") if body.text("act") == "closed" else label))
    return EventSummary(sentence=_sentence(body), blocks=tuple(blocks), tone=_tone(body))


LENS: Final = Lens(
    kind="websocket",
    tab="websocket",
    title=lazy_gettext("Websocket"),
    when_empty=lazy_gettext("The connection did not become a websocket of simple-websocket."),
    show=_show,
    journey=JourneyEntry(
        label=lazy_gettext("websocket"),
        summarise=_summarise,
        stage=anywhere,
        contains=False,
        cuttable=True,
        fails_stage=False,
        explains=False,
    ),
    count=count_of("websocket"),
    needs_flask=False,
    rare=True,
)
