"""The lens of settings: those that were set while a request was answered."""

from typing import Final

from server.lenses.kit.blocks import Block, Remark, Row, Table, Tone
from server.lenses.kit.event_reader import EventReader
from server.lenses.kit.formatting import place
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.i18n import lazy_gettext, ngettext
from server.lenses.kit.journey_entry import EventSummary, JourneyEntry, anywhere
from server.lenses.kit.lens import Lens, readings
from server.lenses.kit.sentence import Sentence, compose, fact, plain
from server.model.event import Event
from server.model.exchange import Exchange


def _rows(event: Event, body: EventReader) -> tuple[Row, ...]:
    line = "" if event.caller is None else place(event.caller.file, event.caller.line)
    where = fact(line) if line else plain("—")
    how = body.text("how")
    method = plain(_("assigned")) if how == "set" else fact(f"{how}()")
    return tuple(Row(cells=(fact(name), value, method, where)) for name, value in body.values("values"))


def _table(found: list[tuple[Event, EventReader]]) -> Table:
    rows = tuple(row for event, body in found for row in _rows(event, body))
    head = (_("Setting"), _("Value"), _("How"), _("Line"))
    omitted = sum(body.whole("omitted") for _event, body in found)
    return Table(caption=_("Settings that were set"), head=head, rows=rows, omitted=omitted)


def _sentence(body: EventReader) -> Sentence:
    names = [name for name, _value in body.values("values")]
    if len(names) == 1 and not body.whole("omitted"):
        return compose(_("%(name)s was set while the request was answered"), name=names[0])
    number = len(names) + body.whole("omitted")
    return plain(
        ngettext(
            "%(num)d setting was set while the request was answered",
            "%(num)d settings were set while the request was answered",
            number,
        )
    )


def _show(exchange: Exchange) -> tuple[Block, ...]:
    found = list(readings(exchange, "config"))
    if not found:
        return ()
    sentence = plain(_("Settings belong to the app: what this request set, every later one finds."))
    return (Remark(sentence=sentence, tone=Tone.NOTE), _table(found))


def _count(exchange: Exchange) -> int | None:
    found = readings(exchange, "config")
    return sum(len(body.values("values")) + body.whole("omitted") for _event, body in found) or None


def _summarise(event: Event) -> EventSummary:
    body = EventReader(event.body)
    return EventSummary(sentence=_sentence(body), blocks=(_table([(event, body)]),), tone=Tone.NOTE)


LENS: Final = Lens(
    kind="config",
    tab="config",
    title=lazy_gettext("Settings"),
    when_empty=lazy_gettext("The request changed no setting of the app."),
    show=_show,
    journey=JourneyEntry(
        label=lazy_gettext("setting"),
        summarise=_summarise,
        stage=anywhere,
        contains=False,
        cuttable=True,
        fails_stage=False,
        explains=False,
    ),
    count=_count,
    rare=True,
)
