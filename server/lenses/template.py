"""The templates lens: what was rendered, the templates it extends, and every name in its context."""

from typing import Final

from server.lenses.kit.blocks import Block, Fact, Facts, Fold, Remark, Row, Table, Tone
from server.lenses.kit.event_reader import EventReader, finite
from server.lenses.kit.formatting import duration, place
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.i18n import lazy_gettext
from server.lenses.kit.journey_entry import EventSummary, JourneyEntry, anywhere
from server.lenses.kit.lens import Lens, blocks_of_each, count_of
from server.lenses.kit.sentence import Sentence, comma_separated, compose, fact, plain
from server.model.event import Event
from server.model.exchange import Exchange


def _name(body: EventReader) -> Sentence:
    name = body.text("name")
    return fact(name) if name else plain(_("a template from a string"))


def _details(event: Event, body: EventReader) -> tuple[Block, ...]:
    loaded, caller = body.texts("loaded"), event.caller
    rows = []
    if caller is not None:
        rows.append(
            Fact(label=_("Rendered by"), value=fact(caller.function), means=place(caller.file, caller.line))
        )
    if loaded:
        rows.append(
            Fact(
                label=_("Made of"),
                value=comma_separated(loaded),
                means=_("What it extends, includes and imports, in the order of loading."),
            )
        )
    if body.flag("stream"):
        rows.append(Fact(label=_("Streamed"), value=plain(_("piece by piece"))))
    return (*((Facts(rows=tuple(rows)),) if rows else ()), *_context(body))


def _context(body: EventReader) -> tuple[Block, ...]:
    injected = set(body.texts("injected"))
    context = body.values("context")
    if not context:
        return (Remark(sentence=plain(_("It was given no names.")), tone=Tone.MUTED),)
    ordered = sorted(context, key=lambda entry: entry[0] in injected)
    rows = tuple(
        Row(
            cells=(fact(name), fact(value.type), value, _source(name, injected)),
            tone=Tone.MUTED if name in injected else Tone.PLAIN,
        )
        for name, value in ordered
    )
    head = (_("Name"), _("Type"), _("Value"), _("Given by"))
    return (
        Table(caption=_("Names the template was given"), head=head, rows=rows, omitted=body.whole("omitted")),
    )


def _source(name: str, injected: set[str]) -> Sentence:
    return plain(_("Flask or a context processor")) if name in injected else plain(_("the caller"))


def _blocks(event: Event, body: EventReader) -> tuple[Block, ...]:
    took = finite(event.took)
    aside = "" if took is None else duration(took)
    return (Fold(sentence=_name(body), blocks=_details(event, body), aside=aside, open=True),)


def _show(exchange: Exchange) -> tuple[Block, ...]:
    return blocks_of_each(exchange, "template", _blocks)


def _summarise(event: Event) -> EventSummary:
    body = EventReader(event.body)
    name = body.text("name")
    sentence = (
        compose(_("Rendered %(name)s"), name=name) if name else plain(_("Rendered a template from a string"))
    )
    return EventSummary(sentence=sentence, blocks=_details(event, body))


LENS: Final = Lens(
    kind="template",
    tab="templates",
    title=lazy_gettext("Templates"),
    when_empty=lazy_gettext("No template was seen to be rendered."),
    show=_show,
    journey=JourneyEntry(
        label=lazy_gettext("template"),
        summarise=_summarise,
        stage=anywhere,
        contains=True,
        cuttable=True,
        fails_stage=True,
        explains=False,
    ),
    count=count_of("template"),
)
