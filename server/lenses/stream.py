"""The lens of streams: when the first and the last byte were handed over, and how the stream ended."""

from typing import Final

from server.lenses.kit import stages
from server.lenses.kit.blocks import Block, Fact, Facts, Remark, Tone
from server.lenses.kit.event_reader import EventReader
from server.lenses.kit.formatting import duration, size
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.i18n import lazy_gettext, ngettext
from server.lenses.kit.journey_entry import EventSummary, JourneyEntry, at
from server.lenses.kit.lens import Lens, blocks_of_each
from server.lenses.kit.sentence import Sentence, compose, plain
from server.model.event import Event
from server.model.exchange import Exchange


def _amount(body: EventReader) -> dict[str, str]:
    parts = body.whole("chunks")
    return {
        "parts": ngettext("%(num)d part", "%(num)d parts", parts),
        "size": size(body.whole("bytes")),
    }


def _sentence(body: EventReader) -> Sentence:
    match body.text("end"):
        case "finished":
            return compose(_("The stream was sent to its end: %(parts)d, %(size)d"), **_amount(body))
        case "failed":
            return compose(_("The stream broke off with an exception: %(parts)d, %(size)d"), **_amount(body))
        case "abandoned":
            return compose(
                _("The server closed the stream before its end: %(parts)d, %(size)d"), **_amount(body)
            )
    return compose(_("The server sent a file by itself: %(size)d"), **_amount(body))


def _tone(body: EventReader) -> Tone:
    return {"failed": Tone.WARNING, "abandoned": Tone.NOTE}.get(body.text("end"), Tone.PLAIN)


def _remark(body: EventReader) -> Remark:
    remedy = None
    if body.text("end") == "abandoned":
        remedy = plain(_("Servers do so when the client has left."))
    return Remark(sentence=_sentence(body), tone=_tone(body), remedy=remedy)


def _facts(body: EventReader) -> Facts:
    after = _("After the start of the exchange.")
    rows = [
        Fact(label=label, value=plain(duration(moment)), means=after)
        for label, moment in (
            (_("First byte"), body.number("first")),
            (_("Last byte"), body.number("last")),
            (_("Closed by the server"), body.number("closed")),
        )
        if moment is not None
    ]
    pause = body.number("pause")
    if pause:
        means = _("Between two parts; a proxy may end a connection that is silent for too long.")
        rows.append(Fact(label=_("Longest pause"), value=plain(duration(pause)), means=means))
    return Facts(rows=tuple(rows))


def _blocks(_event: Event, body: EventReader) -> tuple[Block, ...]:
    return (_remark(body), _facts(body))


def _show(exchange: Exchange) -> tuple[Block, ...]:
    return blocks_of_each(exchange, "stream", _blocks)


def _summarise(event: Event) -> EventSummary:
    body = EventReader(event.body)
    return EventSummary(sentence=_sentence(body), blocks=(_facts(body),), tone=_tone(body))


LENS: Final = Lens(
    kind="stream",
    tab="stream",
    title=lazy_gettext("Stream"),
    when_empty=lazy_gettext("The response was not streamed."),
    show=_show,
    journey=JourneyEntry(
        label=lazy_gettext("stream"),
        summarise=_summarise,
        stage=at(stages.CLOSE),
        contains=False,
        cuttable=False,
        fails_stage=False,
        explains=False,
    ),
    needs_flask=False,
    rare=True,
)
