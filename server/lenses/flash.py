"""The flash lens: messages that the app stored, those that it read, and those that are still waiting."""

from typing import Final

from server.lenses.kit.blocks import Block, Remark, Row, Section, Table, Tone, Value
from server.lenses.kit.event_reader import EventReader
from server.lenses.kit.formatting import place
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.i18n import lazy_gettext, ngettext
from server.lenses.kit.journey_entry import EventSummary, JourneyEntry, anywhere
from server.lenses.kit.lens import Lens, readings
from server.lenses.kit.sentence import Sentence, compose, fact, plain
from server.model.event import Event
from server.model.exchange import Exchange


def _table(body: EventReader, where: str) -> Table:
    rows = tuple(
        Row(
            cells=(
                fact(one.text("category")) if one.text("category") else plain("—"),
                one.value("message") or Value(text=""),
                fact(where) if where else plain(""),
            )
        )
        for one in body.parts("messages")
    )
    return Table(caption=_("Flash messages"), head=(_("Category"), _("Message"), _("Line")), rows=rows)


def _sentence(body: EventReader) -> Sentence:
    number = len(body.parts("messages"))
    match body.text("act"):
        case "put":
            return compose(_("A message was flashed: %(text)s"), text=_first(body))
        case "waiting":
            return plain(
                ngettext(
                    "%(num)d message waits for the next request that asks for it.",
                    "%(num)d messages wait for the next request that asks for them.",
                    number,
                )
            )
    if not number and body.texts("filter"):
        return plain(_("Messages of some categories were requested, but none of these were waiting."))
    if not number:
        return plain(_("Messages were requested, but none were waiting."))
    if body.flag("again"):
        return plain(_("Messages were read again: within one request they stay the same."))
    return plain(ngettext("%(num)d message was read.", "%(num)d messages were read.", number))


def _first(body: EventReader) -> str:
    found = [value for one in body.parts("messages") if (value := one.value("message")) is not None]
    return found[0].text if found else ""


def _tone(body: EventReader) -> Tone:
    if not body.parts("messages"):
        return Tone.MUTED
    return Tone.NOTE if body.text("act") == "waiting" else Tone.PLAIN


def _location(event: Event) -> str:
    return "" if event.caller is None else place(event.caller.file, event.caller.line)


def _summarise(event: Event) -> EventSummary:
    body = EventReader(event.body)
    blocks: tuple[Block, ...] = (_table(body, _location(event)),) if body.parts("messages") else ()
    asked = body.texts("filter")
    if asked:
        sentence = compose(_("Only these categories were read: %(names)s."), names=", ".join(asked))
        blocks = (Remark(sentence=sentence), *blocks)
    return EventSummary(sentence=_sentence(body), blocks=blocks, tone=_tone(body))


def _show(exchange: Exchange) -> tuple[Block, ...]:
    titles = {"put": _("Flashed"), "taken": _("Read"), "waiting": _("Still waiting at the end")}
    sections: list[Block] = []
    for act, title in titles.items():
        blocks: list[Block] = []
        for event, body in readings(exchange, "flash"):
            if body.text("act") == act:
                summary = _summarise(event)
                if act != "put":
                    blocks.append(Remark(sentence=summary.sentence, tone=summary.tone))
                blocks += summary.blocks
        if blocks:
            sections.append(Section(title=title, blocks=tuple(blocks)))
    return tuple(sections)


def _count(exchange: Exchange) -> int | None:
    """Return how many messages this exchange stored, or read for the first time."""
    return (
        sum(
            len(body.parts("messages"))
            for _event, body in readings(exchange, "flash")
            if body.text("act") != "waiting" and not body.flag("again")
        )
        or None
    )


LENS: Final = Lens(
    kind="flash",
    tab="flash",
    title=lazy_gettext("Flash"),
    when_empty=lazy_gettext("No flash message was stored or read."),
    show=_show,
    journey=JourneyEntry(
        label=lazy_gettext("flash"),
        summarise=_summarise,
        stage=anywhere,
        contains=False,
        cuttable=False,
        fails_stage=False,
        explains=False,
    ),
    count=_count,
    rare=True,
)
