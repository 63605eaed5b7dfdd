"""The logs lens: the log records of the app and its libraries, counted by level."""

from typing import Final

from server.lenses.kit.blocks import Block, Fact, Facts, Fold, Remark, Row, Table, Text, Tone
from server.lenses.kit.event_reader import EventReader, UnreadableError, finite
from server.lenses.kit.formatting import duration, place
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.i18n import lazy_gettext
from server.lenses.kit.journey_entry import EventSummary, JourneyEntry, anywhere
from server.lenses.kit.lens import Lens, count_of
from server.lenses.kit.sentence import compose, fact, plain
from server.model.event import Event
from server.model.exchange import Exchange

_WARNING: Final = 30
_ERROR: Final = 40


def _tone(level: int) -> Tone:
    if level >= _ERROR:
        return Tone.ERROR
    return Tone.WARNING if level >= _WARNING else Tone.PLAIN


def _row(event: Event) -> Row:
    try:
        body = EventReader(event.body)
        where = place(body.text("file"), body.maybe_whole("line")) if body.text("file") else ""
        cells = (
            plain(duration(finite(event.at) or 0.0)),
            plain(body.text("level")),
            fact(body.text("logger")),
            plain(body.text("message")),
            fact(where),
        )
        return Row(cells=cells, tone=_tone(body.whole("levelno")))
    except UnreadableError:
        blank = plain("")
        return Row(cells=(blank, blank, blank, plain(_("Could not read this.")), blank), tone=Tone.WARNING)


def _levels(exchange: Exchange) -> Remark | None:
    counts: dict[str, tuple[int, int]] = {}
    for event in exchange.of("log"):
        try:
            body = EventReader(event.body)
            level, number = body.text("level"), body.whole("levelno")
        except UnreadableError:
            continue
        counts[level] = (number, counts.get(level, (0, 0))[1] + 1)
    if not counts:
        return None
    ordered = sorted(counts.items(), key=lambda entry: -entry[1][0])
    sentence = plain(" · ".join(f"{count} {level}" for level, (_number, count) in ordered))
    worst = max(_tone(number) for number, _count in counts.values())
    return Remark(sentence=sentence, tone=worst)


def _tracebacks(exchange: Exchange) -> tuple[Block, ...]:
    folds: list[Block] = []
    for event in exchange.of("log"):
        try:
            body = EventReader(event.body)
            text, message = body.text("exception"), body.text("message")
        except UnreadableError:
            continue
        if text:
            sentence = compose(_("The traceback logged with %(message)s"), message=message)
            folds.append(Fold(sentence=sentence, blocks=(Text(text=text, label=_("Traceback")),)))
    return tuple(folds)


def _show(exchange: Exchange) -> tuple[Block, ...]:
    rows = tuple(_row(event) for event in exchange.of("log"))
    if not rows:
        return ()
    head = (_("At"), _("Level"), _("Logger"), _("Message"), _("From"))
    table = Table(caption=_("Log records in the order of time"), head=head, rows=rows, numbers=(0,))
    levels = _levels(exchange)
    return (*((levels,) if levels else ()), table, *_tracebacks(exchange))


def _summarise(event: Event) -> EventSummary:
    body = EventReader(event.body)
    sentence = plain(body.text("message"))
    rows = [Fact(label=_("Logger"), value=fact(body.text("logger")))]
    if body.text("file"):
        rows.append(Fact(label=_("From"), value=fact(place(body.text("file"), body.maybe_whole("line")))))
    if body.text("function"):
        rows.append(Fact(label=_("In"), value=fact(body.text("function"))))
    blocks: list[Block] = [Facts(rows=tuple(rows))]
    if body.text("exception"):
        blocks.append(Text(text=body.text("exception"), label=_("Traceback")))
    return EventSummary(
        sentence=sentence, blocks=tuple(blocks), tone=_tone(body.whole("levelno")), label=body.text("level")
    )


LENS: Final = Lens(
    kind="log",
    tab="logs",
    title=lazy_gettext("Logs"),
    when_empty=lazy_gettext(
        "No log record was seen. A logger without a level of its own has that of the root logger:"
        " WARNING, unless the app sets another."
    ),
    show=_show,
    journey=JourneyEntry(
        label=lazy_gettext("log"),
        summarise=_summarise,
        stage=anywhere,
        contains=False,
        cuttable=True,
        fails_stage=False,
        explains=False,
    ),
    count=count_of("log"),
    needs_flask=False,
)
