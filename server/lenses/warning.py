"""The warnings lens: the warnings issued during the exchange, including those that filters hid."""

from typing import Final

from server.lenses.kit.blocks import Block, Fact, Facts, Remark, Row, Table, Tone
from server.lenses.kit.event_reader import EventReader
from server.lenses.kit.formatting import place
from server.lenses.kit.i18n import Lazy, lazy_gettext
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.journey_entry import EventSummary, JourneyEntry, anywhere
from server.lenses.kit.lens import Lens, count_of, readings
from server.lenses.kit.sentence import Sentence, compose, fact, plain
from server.model.event import Event
from server.model.exchange import Exchange

_OUTCOMES: Final[dict[str, Lazy]] = {
    "shown": lazy_gettext("shown"),
    "hidden": lazy_gettext("hidden by a filter"),
    "raised": lazy_gettext("raised as an error"),
}


def _outcome(body: EventReader) -> str:
    return str(_OUTCOMES.get(body.text("outcome"), body.text("outcome")))


def _tone(body: EventReader) -> Tone:
    return {"raised": Tone.ERROR, "hidden": Tone.MUTED}.get(body.text("outcome"), Tone.WARNING)


def _location(body: EventReader) -> str:
    return place(body.text("file"), body.maybe_whole("line")) if body.text("file") else ""


def _sentence(body: EventReader) -> Sentence:
    return compose("%(category)s: %(message)d", category=body.text("category"), message=body.text("message"))


def _show(exchange: Exchange) -> tuple[Block, ...]:
    rows = tuple(
        Row(
            cells=(
                fact(body.text("category")),
                plain(body.text("message")),
                plain(_outcome(body)),
                fact(_location(body)),
            ),
            tone=_tone(body),
        )
        for _event, body in readings(exchange, "warning")
    )
    if not rows:
        return ()
    head = (_("Category"), _("Message"), _("Outcome"), _("Place"))
    blocks: list[Block] = [Table(caption=_("Warnings in the order of time"), head=head, rows=rows)]
    if any(body.text("outcome") == "hidden" for _event, body in readings(exchange, "warning")):
        sentence = plain(
            _("Python hides a warning that a filter ignores, or that the same line has given before.")
        )
        remedy = plain(_("Run the app with -W default or -W error to see or stop all of them."))
        blocks.append(Remark(sentence=sentence, tone=Tone.MUTED, remedy=remedy))
    return tuple(blocks)


def _summarise(event: Event) -> EventSummary:
    body = EventReader(event.body)
    rows = (
        Fact(label=_("Outcome"), value=plain(_outcome(body))),
        Fact(label=_("Place"), value=fact(_location(body))),
    )
    return EventSummary(sentence=_sentence(body), blocks=(Facts(rows=rows),), tone=_tone(body))


LENS: Final = Lens(
    kind="warning",
    tab="warnings",
    title=lazy_gettext("Warnings"),
    when_empty=lazy_gettext("No warning was seen."),
    show=_show,
    journey=JourneyEntry(
        label=lazy_gettext("warning"),
        summarise=_summarise,
        stage=anywhere,
        contains=False,
        cuttable=False,
        fails_stage=False,
        explains=False,
    ),
    count=count_of("warning"),
    needs_flask=False,
    rare=True,
)
