"""The cache lens: which keys were read, stored and removed, and which of them were found."""

from typing import Final

from server.lenses.kit.blocks import Block, Cell, Fact, Facts, Row, Table, Tone
from server.lenses.kit.event_reader import EventReader, finite
from server.lenses.kit.formatting import duration, place
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.i18n import lazy_gettext, number
from server.lenses.kit.journey_entry import EventSummary, JourneyEntry, anywhere
from server.lenses.kit.lens import Lens, count_of, readings
from server.lenses.kit.sentence import Sentence, compose, fact, plain
from server.model.event import Event
from server.model.exchange import Exchange

_SECOND: Final = 1000.0


def _sentence(body: EventReader) -> Sentence:
    key, found = body.text("key"), body.maybe_flag("found")
    match body.text("operation"):
        case "get":
            wording = _("%(key)s was found in the cache") if found else _("%(key)s was not in the cache")
        case "delete":
            wording = (
                _("%(key)s was to be removed from the cache, but was not there")
                if found is False
                else _("%(key)s was removed from the cache")
            )
        case "add" if found:
            wording = _("%(key)s was in the cache already, so nothing was stored")
        case _:
            wording = _("%(key)s was stored in the cache")
    return compose(wording, key=key)


def _tone(body: EventReader) -> Tone:
    is_miss = body.text("operation") == "get" and body.maybe_flag("found") is False
    return Tone.MUTED if is_miss else Tone.PLAIN


def _table(found: list[tuple[Event, EventReader]]) -> Table:
    rows = []
    for event, body in found:
        value = next((value for _key, value in body.values("values")), None)
        line = "" if event.caller is None else place(event.caller.file, event.caller.line)
        took, timeout = finite(event.took), body.number("timeout")
        cells: tuple[Cell, ...] = (
            _sentence(body),
            plain("—") if value is None else value,
            plain("" if timeout is None else duration(timeout * _SECOND)),
            plain("" if took is None else duration(took)),
            fact(line) if line else plain("—"),
        )
        rows.append(Row(cells=cells, tone=_tone(body)))
    head = (_("Operation"), _("Value"), _("Kept for"), _("Took"), _("Line"))
    return Table(caption=_("Cache operations"), head=head, rows=tuple(rows), numbers=(2, 3))


def _totals(found: list[tuple[Event, EventReader]]) -> Facts:
    reads = [
        (event.times, body.maybe_flag("found") is True)
        for event, body in found
        if body.text("operation") == "get"
    ]
    hits = sum(times for times, is_hit in reads if is_hit)
    shown = _("%(hits)s of %(reads)s") % {
        "hits": number(hits),
        "reads": number(sum(each[0] for each in reads)),
    }
    backends = ", ".join(dict.fromkeys(body.text("backend") for _event, body in found))
    return Facts(
        rows=(
            Fact(label=_("Reads that found something"), value=plain(shown)),
            Fact(label=_("Cache"), value=fact(backends)),
        )
    )


def _show(exchange: Exchange) -> tuple[Block, ...]:
    found = list(readings(exchange, "cache"))
    return (_totals(found), _table(found)) if found else ()


def _summarise(event: Event) -> EventSummary:
    body = EventReader(event.body)
    return EventSummary(sentence=_sentence(body), blocks=(_table([(event, body)]),), tone=_tone(body))


LENS: Final = Lens(
    kind="cache",
    tab="cache",
    title=lazy_gettext("Cache"),
    when_empty=lazy_gettext("Nothing was read from or stored in a cache of cachelib or Flask-Caching."),
    show=_show,
    journey=JourneyEntry(
        label=lazy_gettext("cache"),
        summarise=_summarise,
        stage=anywhere,
        contains=False,
        cuttable=True,
        fails_stage=False,
        explains=False,
    ),
    count=count_of("cache"),
    needs_flask=False,
    rare=True,
)
