"""The signals lens: the signals sent during the exchange, their senders and their receivers."""

from typing import Final

from server.lenses.kit.blocks import Block, Fact, Facts, Fold, Remark, Row, Table, Tone
from server.lenses.kit.event_reader import EventReader, finite
from server.lenses.kit.formatting import duration, place
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.i18n import lazy_gettext, ngettext
from server.lenses.kit.journey_entry import EventSummary, JourneyEntry, anywhere
from server.lenses.kit.lens import Lens, blocks_of_each, count_of
from server.lenses.kit.sentence import Sentence, compose, fact, plain
from server.model.event import Event
from server.model.exchange import Exchange


def _sentence(body: EventReader) -> Sentence:
    receivers = len(body.parts("receivers")) + body.whole("omitted")
    if not receivers:
        return compose(_("%(name)s was sent, but had no receivers"), name=body.text("name"))
    heard = ngettext("%(num)d receiver", "%(num)d receivers", receivers)
    return compose(_("%(name)s was sent to %(heard)d"), name=body.text("name"), heard=heard)


def _details(event: Event, body: EventReader) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if body.text("raised"):
        blocks.append(
            Remark(
                sentence=compose(_("A receiver raised %(raised)s."), raised=body.text("raised")),
                tone=Tone.ERROR,
                remedy=plain(_("Those after it were not called, and the sender got the exception.")),
            )
        )
    rows = []
    sender = body.value("sender")
    if sender is not None:
        rows.append(Fact(label=_("Sender"), value=sender))
    if event.caller is not None:
        where = place(event.caller.file, event.caller.line)
        rows.append(Fact(label=_("Sent by"), value=fact(event.caller.function), means=where))
    rows += [Fact(label=name, value=value, code=True) for name, value in body.values("arguments")]
    if rows:
        blocks.append(Facts(rows=tuple(rows)))
    receivers = body.parts("receivers")
    if receivers:
        blocks.append(
            Table(
                caption=_("Receivers"),
                head=(_("Receiver"), _("Defined at")),
                rows=tuple(
                    Row(cells=(fact(one.text("name")), fact(_location(one)) if _location(one) else plain("")))
                    for one in receivers
                ),
                omitted=body.whole("omitted"),
            )
        )
    return tuple(blocks)


def _location(receiver: EventReader) -> str:
    file = receiver.text("file")
    return place(file, receiver.maybe_whole("line")) if file else ""


def _blocks(event: Event, body: EventReader) -> tuple[Block, ...]:
    took = finite(event.took)
    aside = "" if took is None else duration(took)
    return (Fold(sentence=_sentence(body), blocks=_details(event, body), aside=aside, tone=_tone(body)),)


def _tone(body: EventReader) -> Tone:
    return Tone.ERROR if body.text("raised") else Tone.PLAIN


def _show(exchange: Exchange) -> tuple[Block, ...]:
    return blocks_of_each(exchange, "signal", _blocks)


def _summarise(event: Event) -> EventSummary:
    body = EventReader(event.body)
    return EventSummary(sentence=_sentence(body), blocks=_details(event, body), tone=_tone(body))


LENS: Final = Lens(
    kind="signal",
    tab="signals",
    title=lazy_gettext("Signals"),
    when_empty=lazy_gettext("No signal was seen."),
    show=_show,
    journey=JourneyEntry(
        label=lazy_gettext("signal"),
        summarise=_summarise,
        stage=anywhere,
        contains=True,
        cuttable=True,
        fails_stage=False,
        explains=False,
    ),
    count=count_of("signal"),
    needs_flask=False,
    rare=True,
)
