"""The lens of `flask.g`: what a request kept there, and which lines set, read and removed it."""

from typing import Final

from server.lenses.kit.blocks import Block, Cell, Remark, Row, Table, Tone, Value
from server.lenses.kit.event_reader import EventReader
from server.lenses.kit.formatting import place
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.i18n import lazy_gettext, ngettext
from server.lenses.kit.journey_entry import EventSummary, JourneyEntry, anywhere
from server.lenses.kit.lens import Lens, blocks_of_each, readings
from server.lenses.kit.sentence import Sentence, comma_separated, compose, fact, plain
from server.model.event import Event
from server.model.exchange import Exchange

_MOST_IN_LINE: Final = 6


def _act(facts: EventReader, act: str) -> Cell:
    """Return how often something happened to a name, and the line that did it first."""
    times, line = facts.whole(act), facts.part(f"{act}_by")
    if not times:
        return plain("—")
    count = ngettext("once", "%(num)d times", times)
    if line is None:
        return plain(count)
    first = place(line.text("file"), line.maybe_whole("line"))
    return compose("%(first)s (%(count)d)", first=first, count=count)


def _was_before(facts: EventReader) -> bool:
    """Return whether a name was there before the request was dispatched, and was never set in it."""
    return facts.flag("before") and not facts.whole("set")


def _row(facts: EventReader, value: Value | None) -> Row:
    name = facts.text("name")
    cells = (
        fact(name),
        plain("—") if value is None else value,
        _act(facts, "set"),
        _act(facts, "read"),
        _act(facts, "removed"),
    )
    if _was_before(facts):
        return Row(cells=cells, tone=Tone.NOTE, mark=_("from before"))
    if facts.whole("missed") and not facts.whole("set"):
        return Row(cells=cells, tone=Tone.MUTED, mark=_("not there"))
    return Row(cells=cells)


def _table(body: EventReader) -> Table:
    values = dict(body.values("values"))
    rows = tuple(_row(facts, values.get(facts.text("name"))) for facts in body.parts("names"))
    head = (_("Name"), _("Value"), _("Set by"), _("Read by"), _("Removed by"))
    return Table(caption=_("Names on g"), head=head, rows=rows, omitted=body.whole("omitted"))


def _remarks(body: EventReader) -> tuple[Remark, ...]:
    names = [facts.text("name") for facts in body.parts("names") if _was_before(facts)]
    if not names:
        return ()
    wording = _("On g before the request was dispatched, and not set by anything seen in it: %(names)d.")
    sentence = _filled(wording, comma_separated(names))
    remedy = _("An app context that was pushed earlier and never popped is one cause.")
    return (Remark(sentence=sentence, tone=Tone.NOTE, remedy=plain(remedy)),)


def _filled(wording: str, names: Sentence) -> Sentence:
    """Return a wording with names, each shown as code, in the place of `%(names)d`."""
    before, _mark, after = wording.partition("%(names)d")
    return Sentence(parts=(*plain(before).parts, *names.parts, *plain(after).parts))


def _blocks(_event: Event, body: EventReader) -> tuple[Block, ...]:
    return (*_remarks(body), _table(body))


def _show(exchange: Exchange) -> tuple[Block, ...]:
    return blocks_of_each(exchange, "g", _blocks)


def _count(exchange: Exchange) -> int | None:
    names = sum(len(body.parts("names")) + body.whole("omitted") for _event, body in readings(exchange, "g"))
    return names or None


def _summarise(event: Event) -> EventSummary:
    body = EventReader(event.body)
    names = [facts.text("name") for facts in body.parts("names")]
    shown = comma_separated(names[:_MOST_IN_LINE])
    more = len(names) - _MOST_IN_LINE + body.whole("omitted")
    if len(names) > _MOST_IN_LINE:
        shown = _filled(ngettext("%%(names)d and %(num)d more", "%%(names)d and %(num)d more", more), shown)
    return EventSummary(sentence=shown, blocks=_blocks(event, body))


LENS: Final = Lens(
    kind="g",
    tab="g",
    title=lazy_gettext("g"),
    when_empty=lazy_gettext("Nothing was set on flask.g or read from it."),
    show=_show,
    journey=JourneyEntry(
        label=lazy_gettext("g"),
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
