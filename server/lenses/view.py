"""The view lens: the view function that ran, its arguments and what it returned."""

from typing import Final

from server.lenses.kit import stages
from server.lenses.kit.blocks import Block, Fact, Facts, Remark, Section, Tone
from server.lenses.kit.event_reader import EventReader, finite
from server.lenses.kit.formatting import duration, place
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.i18n import lazy_gettext
from server.lenses.kit.journey_entry import EventSummary, JourneyEntry, at
from server.lenses.kit.lens import Lens, blocks_of_each
from server.lenses.kit.sentence import compose, fact, plain
from server.lenses.kit.who_answered import find_answerer
from server.model.event import Event
from server.model.exchange import Exchange


def _blocks(event: Event, body: EventReader) -> tuple[Block, ...]:
    rows = [
        Fact(label=_("Function"), value=fact(body.text("name"))),
        Fact(label=_("Endpoint"), value=fact(body.text("endpoint")), means=_("The name that url_for takes.")),
    ]
    if body.text("file"):
        rows.append(
            Fact(label=_("Defined in"), value=fact(place(body.text("file"), body.maybe_whole("line"))))
        )
    took = finite(event.took)
    if took is not None:
        rows.append(Fact(label=_("Took"), value=plain(duration(took))))
    returned, raised = body.value("returned"), body.text("raised")
    if returned is not None:
        means = _("What the function returned, before a response was made of it.")
        rows.append(Fact(label=_("Returned"), value=returned, means=means))
    if raised:
        rows.append(Fact(label=_("Raised"), value=fact(raised), tone=Tone.ERROR))
    blocks: list[Block] = [Facts(rows=tuple(rows))]
    arguments = body.values("args")
    if arguments:
        given = tuple(Fact(label=name, value=value, code=True) for name, value in arguments)
        blocks.append(Section(title=_("Arguments"), blocks=(Facts(rows=given),)))
    return tuple(blocks)


def _show(exchange: Exchange) -> tuple[Block, ...]:
    blocks = blocks_of_each(exchange, "view", _blocks)
    if blocks or not exchange.versions.sees_flask:
        return blocks
    skipped = find_answerer(exchange).skipped
    return () if skipped is None else (Remark(sentence=skipped, tone=Tone.NOTE),)


def _summarise(event: Event) -> EventSummary:
    body = EventReader(event.body)
    name, raised, returned = body.text("name"), body.text("raised"), body.value("returned")
    if raised:
        sentence = compose(_("The view %(name)s raised %(raised)s"), name=name, raised=raised)
    elif returned is not None and returned.type:
        sentence = compose(_("The view %(name)s returned a %(type)s"), name=name, type=returned.type)
    else:
        sentence = compose(_("The view %(name)s ran"), name=name)
    where = place(body.text("file"), body.maybe_whole("line")) if body.text("file") else ""
    tone = Tone.ERROR if raised else Tone.PLAIN
    return EventSummary(sentence=sentence, blocks=_blocks(event, body), tone=tone, place=where)


LENS: Final = Lens(
    kind="view",
    tab="view",
    title=lazy_gettext("View"),
    when_empty=lazy_gettext("No view was seen to run."),
    show=_show,
    journey=JourneyEntry(
        label=lazy_gettext("view"),
        summarise=_summarise,
        stage=at(stages.VIEW),
        contains=True,
        cuttable=False,
        fails_stage=True,
        explains=False,
    ),
)
