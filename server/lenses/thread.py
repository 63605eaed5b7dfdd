"""The lens of concurrent work: threads, work for pools and asyncio tasks that a request has begun."""

from typing import Final

from server.lenses.kit.blocks import Block, Remark, Row, Table, Tone
from server.lenses.kit.event_reader import EventReader
from server.lenses.kit.formatting import place
from server.lenses.kit.i18n import Lazy, lazy_gettext, ngettext
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.journey_entry import EventSummary, JourneyEntry, anywhere
from server.lenses.kit.lens import Lens, count_of, readings
from server.lenses.kit.sentence import Sentence, compose, fact, plain
from server.model.event import Event
from server.model.exchange import Exchange

_WHAT: Final[dict[str, Lazy]] = {
    "thread": lazy_gettext("thread"),
    "item": lazy_gettext("work for a pool of threads"),
    "greenlet": lazy_gettext("greenlet"),
    "task": lazy_gettext("asyncio task"),
}


def _target(body: EventReader) -> str:
    target = body.part("target")
    return body.text("name") if target is None else target.text("name")


def _sentence(body: EventReader) -> Sentence:
    name = _target(body)
    match body.text("what"):
        case "thread":
            wording = _("A thread was started for %(name)s")
        case "item":
            wording = _("%(name)s was given to a pool of threads")
        case "greenlet":
            wording = _("A greenlet was started for %(name)s")
        case _:
            wording = _("An asyncio task was made of %(name)s")
    return compose(wording, name=name)


def _goes_on(body: EventReader) -> bool:
    return body.maybe_flag("finished") is False


def _tone(event: Event, body: EventReader) -> Tone:
    """Return the tone: work that no line of the app has begun is a library's own, and is muted."""
    if _goes_on(body):
        return Tone.NOTE
    return Tone.MUTED if event.caller is None else Tone.PLAIN


def _row(event: Event, body: EventReader) -> Row:
    target = body.part("target")
    defined = "" if target is None else target.text("file")
    line = "" if event.caller is None else place(event.caller.file, event.caller.line)
    finished = body.maybe_flag("finished")
    outcome = _("not known") if finished is None else _("yes") if finished else _("no")
    cells = (
        plain(_WHAT.get(body.text("what"), "")),
        fact(body.text("name")) if body.text("name") else plain("—"),
        fact(_target(body)),
        fact(place(defined, target.maybe_whole("line"))) if target is not None and defined else plain("—"),
        fact(line) if line else plain("—"),
        plain(outcome),
    )
    return Row(cells=cells, tone=_tone(event, body))


def _table(found: list[tuple[Event, EventReader]]) -> Table:
    head = (_("Kind"), _("Name"), _("Function"), _("Defined at"), _("Begun by"), _("Finished"))
    return Table(
        caption=_("Work that the request has begun"), head=head, rows=tuple(_row(*each) for each in found)
    )


def _show(exchange: Exchange) -> tuple[Block, ...]:
    found = list(readings(exchange, "thread"))
    if not found:
        return ()
    number = sum(_goes_on(body) for _event, body in found)
    if not number:
        return (_table(found),)
    sentence = ngettext(
        "%(num)d of them had not finished when the exchange ended.",
        "%(num)d of them had not finished when the exchange ended.",
        number,
    )
    return (Remark(sentence=plain(sentence), tone=Tone.NOTE), _table(found))


def _summarise(event: Event) -> EventSummary:
    body = EventReader(event.body)
    blocks = (_table([(event, body)]),)
    return EventSummary(sentence=_sentence(body), blocks=blocks, tone=_tone(event, body))


LENS: Final = Lens(
    kind="thread",
    tab="thread",
    title=lazy_gettext("Threads & tasks"),
    when_empty=lazy_gettext("The request began no thread and no asyncio task."),
    show=_show,
    journey=JourneyEntry(
        label=lazy_gettext("begun"),
        summarise=_summarise,
        stage=anywhere,
        contains=False,
        cuttable=True,
        fails_stage=False,
        explains=False,
    ),
    count=count_of("thread"),
    needs_flask=False,
    rare=True,
)
